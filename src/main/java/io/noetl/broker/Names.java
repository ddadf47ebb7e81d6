package io.noetl.broker;

import io.noetl.template.Ambient;
import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.HashMap;
import java.util.Map;

/// What templates see in one state of an execution (spec/playbook.md 1.4). In this order: the
/// reserved names, which nothing can hide; what the caller lays over (edge data, inputs); results
/// of finished steps; the workload's own keys.
final class Names {
  private final State state;
  private final Contents contents;
  private final Value workload;

  Names(State state, Contents contents) {
    this.state = state;
    this.contents = contents;
    this.workload = contents.of(state.workload());
  }

  /// The scope of `step`, with `over` laid over the results.
  Scope scope(String step, Fields over) {
    return new Layered(step, Map.of(), over);
  }

  /// The same, where `special` names (`result`, `error`) come first.
  Scope scope(String step, Map<String, Value> special, Fields over) {
    return new Layered(step, special, over);
  }

  /// The result of a step as templates see it, or undefined.
  Value result(String step) {
    return state
        .ran(step)
        .latest()
        .<Value>map(ended -> ended.view(step, contents))
        .orElseGet(() -> new Undefined(step));
  }

  /// The reserved names by themselves.
  Value reserved(String name, String step) {
    return switch (name) {
      case "workload", "work", "context" -> workload;
      case "execution_id" -> Text.of(Long.toString(state.execution()));
      case "vars" -> state.vars();
      case "step_name" -> Text.of(step);
      case "path" -> Text.of(state.playbook().path());
      case "version" -> io.noetl.value.Num.of(state.playbook().version());
      default -> new Undefined(name);
    };
  }

  /// Everything there is, as a job carries it for code that asks for the whole context.
  Fields everything(String step) {
    var all = Fields.builder();
    for (var name :
        new String[] {"workload", "execution_id", "vars", "step_name", "path", "version"}) {
      all.put(name, reserved(name, step));
    }
    return all.build();
  }

  /// The results of all finished steps, by name.
  Map<String, Value> results() {
    var results = new HashMap<String, Value>();
    state
        .allRan()
        .forEach(
            (name, ran) ->
                ran.latest().ifPresent(it -> results.put(name, it.view(name, contents))));
    return results;
  }

  static Ambient ambient(java.time.Instant at, Chance chance, long number) {
    return Ambient.of(at, chance.bits("template", number));
  }

  private final class Layered implements Scope {
    private final String step;
    private final Map<String, Value> special;
    private final Fields over;

    private Layered(String step, Map<String, Value> special, Fields over) {
      this.step = step;
      this.special = special;
      this.over = over;
    }

    @Override
    public Value find(String name) {
      var first = special.get(name);
      if (first != null) {
        return first;
      }
      var reserved = reserved(name, step);
      if (!(reserved instanceof Undefined) || name.equals("vars")) {
        return reserved;
      }
      if (over.has(name)) {
        return over.get(name);
      }
      var result = result(name);
      if (!(result instanceof Undefined)) {
        return result;
      }
      return workload instanceof Fields fields && fields.has(name)
          ? fields.get(name)
          : new Undefined(name);
    }
  }
}
