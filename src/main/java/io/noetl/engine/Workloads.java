package io.noetl.engine;

import io.noetl.playbook.DeclaredInputs;
import io.noetl.playbook.Playbook;
import io.noetl.template.Ambient;
import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/// Makes an execution's workload: the playbook's defaults with the caller's payload over them, its
/// templates rendered once and for all.
final class Workloads {
  private final Fields env;

  Workloads(Fields env) {
    this.env = env;
  }

  /// What the caller gives: a payload, laid over the defaults as `merging` says, and settings, laid
  /// over all of it; they reach into maps.
  record Given(Fields payload, Merging merging, Fields settings) {
    /// The same with settings as the playbook's inputs take them.
    private Given typed(DeclaredInputs inputs) {
      return new Given(payload, merging, inputs.coerced(settings));
    }

    private Fields over(Fields defaults) {
      return merged(merged(defaults, payload, merging), settings, Merging.DEEP);
    }

    private Fields alone() {
      return merged(payload, settings, Merging.DEEP);
    }
  }

  /// The final workload. Throws [io.noetl.template.TemplateError] when a default cannot be
  /// rendered, and [Misfit] when the playbook's inputs cannot take a value.
  Fields prepare(Playbook playbook, Given untyped, long execution, Ambient ambient) {
    var given = untyped.typed(playbook.inputs());
    var defaults = playbook.workload();
    var raw = given.over(defaults);
    check(playbook, raw); // What is wrong already would only spoil the templates.
    var workload =
        new WorkloadTemplates(raw, data(raw, given.alone()), others(execution), ambient).render();
    check(playbook, workload);
    return workload;
  }

  private static void check(Playbook playbook, Fields workload) {
    var flaws = playbook.inputs().check(workload, playbook.workload());
    if (!flaws.isEmpty()) {
      throw new Misfit(playbook.path(), flaws);
    }
  }

  /// The keys whose values are the caller's own: no templates, whatever they look like.
  private static Set<String> data(Fields raw, Fields callers) {
    var names = new HashSet<String>();
    callers.forEach(
        (name, value) -> {
          if (raw.get(name).equals(value)) {
            names.add(name);
          }
        });
    return names;
  }

  private Scope others(long execution) {
    var id = Text.of(Long.toString(execution));
    return name ->
        switch (name) {
          case "execution_id" -> id;
          case "env" -> env;
          case "job" ->
              Fields.builder().put("id", id).put("uuid", id).put("execution_id", id).build();
          default -> new Undefined(name);
        };
  }

  static Fields merged(Fields under, Fields over, Merging merging) {
    return merging == Merging.SHALLOW ? under.overlaid(over) : deep(under, over, merging);
  }

  private static Fields deep(Fields under, Fields over, Merging merging) {
    var merged = under.toBuilder();
    over.forEach(
        (name, value) -> {
          var old = under.get(name);
          if (old instanceof Fields a && value instanceof Fields b) {
            merged.put(name, deep(a, b, merging));
          } else if (merging == Merging.APPEND
              && old instanceof Items a
              && value instanceof Items b) {
            var list = new ArrayList<>(a.list());
            list.addAll(b.list());
            merged.put(name, new Items(list));
          } else {
            merged.put(name, value);
          }
        });
    return merged.build();
  }
}
