package io.noetl.engine;

import io.noetl.playbook.DeclaredInputs;
import io.noetl.playbook.Playbook;
import io.noetl.template.Ambient;
import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;

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

    /// The value of `key` where the playbook's own, rendered by now, is `own`.
    Value over(String key, Value own) {
      var value = payload.has(key) ? merged(own, payload.get(key), merging) : own;
      return settings.has(key) ? merged(value, settings.get(key), Merging.DEEP) : value;
    }

    /// What is left of the playbook's values beside the caller's. All else in the workload is data,
    /// whatever its texts look like.
    private Fields beside(Fields defaults) {
      return left(left(defaults, payload, merging), settings, Merging.DEEP);
    }
  }

  /// The final workload. Throws [io.noetl.template.TemplateError] when a default cannot be
  /// rendered, and [Misfit] when the playbook's inputs cannot take a value.
  Fields prepare(Playbook playbook, Given untyped, long execution, Ambient ambient) {
    var given = untyped.typed(playbook.inputs());
    var defaults = playbook.workload();
    var raw = given.over(defaults);
    var templates = given.beside(defaults);
    check(playbook, raw, templates); // What is wrong already would only spoil the templates.
    var workload =
        new WorkloadTemplates(raw, templates, given, others(execution), ambient).render();
    check(playbook, workload, Fields.EMPTY);
    return workload;
  }

  private static void check(Playbook playbook, Fields workload, Fields templates) {
    var flaws = playbook.inputs().check(workload, playbook.workload(), templates);
    if (!flaws.isEmpty()) {
      throw new Misfit(playbook.path(), flaws);
    }
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
    var merged = under.toBuilder();
    over.forEach((name, value) -> merged.put(name, merged(under.get(name), value, merging)));
    return merged.build();
  }

  private static Value merged(Value under, Value over, Merging merging) {
    if (merging != Merging.SHALLOW && under instanceof Fields a && over instanceof Fields b) {
      return merged(a, b, merging);
    }
    if (merging == Merging.APPEND && under instanceof Items a && over instanceof Items b) {
      var list = new ArrayList<>(a.list());
      list.addAll(b.list());
      return new Items(list);
    }
    return over;
  }

  /// What of `under` is still there once `over` has been laid over it; null in place of the rest.
  private static Fields left(Fields under, Fields over, Merging merging) {
    var left = under.toBuilder();
    over.forEach(
        (name, value) -> {
          if (under.has(name)) {
            left.put(name, left(under.get(name), value, merging));
          }
        });
    return left.build();
  }

  private static Value left(Value under, Value over, Merging merging) {
    if (merging != Merging.SHALLOW && under instanceof Fields a && over instanceof Fields b) {
      return left(a, b, merging);
    }
    boolean stays = merging == Merging.APPEND && under instanceof Items && over instanceof Items;
    return stays ? under : Null.NULL;
  }
}
