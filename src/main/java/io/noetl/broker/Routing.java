package io.noetl.broker;

import io.noetl.playbook.Join;
import io.noetl.playbook.Transition;
import io.noetl.playbook.Transition.Always;
import io.noetl.playbook.Transition.Else;
import io.noetl.playbook.Transition.When;
import io.noetl.template.Condition;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.template.Verdict;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// Which edges of a step fire. Each is judged on its own, in list order; `else` fires when no
/// `when` before it held.
final class Routing {
  /// The longest value that a message shows, in characters.
  private static final int SHOWN_MAX = 200;

  private final Deciding deciding;

  Routing(Deciding deciding) {
    this.deciding = deciding;
  }

  /// A condition or an edge's data that cannot be evaluated: it fails the step whose edge it is.
  static final class Unroutable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    Unroutable(String message) {
      super(message, null, false, false);
      this.message = message;
    }

    String message() {
      return message;
    }
  }

  /// Judges `edges` of `step` in `scope`. `carried` flows on under each edge's own data (routers).
  /// Throws [Unroutable] if one is malformed.
  List<Edge> judge(
      String step,
      List<Transition> edges,
      Scope scope,
      Fields carried,
      Map<String, Integer> lineage) {
    var judged = new ArrayList<Edge>(edges.size());
    var reached = new HashSet<String>();
    boolean held = false;
    for (var edge : edges) {
      var verdict =
          switch (edge.guard()) {
            case Always _ -> new Judged("", Null.NULL, true, "has no condition");
            case Else _ -> otherwise(held);
            case When(var condition) -> judge(step, edge.target(), condition, scope);
          };
      held |= verdict.taken() && edge.guard() instanceof When;
      judged.add(finished(step, edge, verdict, new Way(scope, carried, lineage, reached)));
    }
    return judged;
  }

  private record Judged(String when, Value value, boolean taken, String why) {}

  private record Way(
      Scope scope, Fields carried, Map<String, Integer> lineage, Set<String> reached) {}

  private static Judged otherwise(boolean held) {
    return new Judged(
        "else",
        Bool.of(!held),
        !held,
        held ? "a condition before it held" : "no condition before it held");
  }

  private Judged judge(String step, String target, Condition condition, Scope scope) {
    return switch (condition.judge(scope, deciding.ambient())) {
      case Verdict.Held(var value) -> new Judged(condition.source(), value.plain(), true, "held");
      case Verdict.NotHeld(var value, var why) ->
          new Judged(condition.source(), value.plain(), false, why);
      case Verdict.Failed(var message) ->
          throw new Unroutable(
              "step '%s': the condition of the edge to '%s' cannot be evaluated: %s in `%s`%s"
                  .formatted(step, target, message, condition.source(), seen(condition, scope)));
    };
  }

  /// The values of the names in a condition, for people: ` (a.name is "Ada")`.
  private static String seen(Condition condition, Scope scope) {
    var seen = new StringJoiner(", ", " (", ")").setEmptyValue("");
    for (var path : condition.paths()) {
      var value = scope.find(path.getFirst());
      for (var name : path.subList(1, path.size())) {
        value =
            switch (value) {
              case View view -> view.attribute(name);
              case Fields fields -> fields.find(name).orElse(new Undefined(name));
              default -> new Undefined(name);
            };
      }
      if (!(value instanceof Undefined)) {
        seen.add(String.join(".", path) + " is " + shown(value.plain()));
      }
    }
    return seen.toString();
  }

  private static String shown(Value value) {
    return Calls.roughSize(value, SHOWN_MAX) <= SHOWN_MAX
        ? Json.write(value)
        : "a large " + value.kind();
  }

  private Edge finished(String step, Transition edge, Judged verdict, Way way) {
    var data = verdict.taken() ? data(step, edge, way) : Fields.EMPTY;
    boolean swallowed = verdict.taken() && isSwallowed(edge.target(), way);
    return new Edge(
        edge.target(),
        verdict.when(),
        verdict.value(),
        verdict.taken(),
        swallowed,
        swallowed ? "swallowed: the step was joined already (join: any)" : verdict.why(),
        data);
  }

  private Fields data(String step, Transition edge, Way way) {
    var unknown = deciding.lateEdges().unknown(step, edge, way.scope());
    if (!unknown.isEmpty()) {
      throw unroutable(
          step,
          edge,
          "rendered: only a worker knows what `%s` is (name there what the edge to '%s' names)"
              .formatted(unknown, step));
    }
    var data = way.carried();
    try {
      var rendered = edge.data().render(way.scope(), deciding.ambient());
      data = rendered instanceof Fields own ? data.overlaid(own) : data;
    } catch (TemplateError e) {
      throw unroutable(step, edge, "rendered: " + e.message());
    }
    var intruder = deciding.lateEdges().intruder(step, edge, data);
    if (!intruder.isEmpty()) {
      throw unroutable(
          step,
          edge,
          "carried: `%s` reads like the template that another edge carries there"
              .formatted(intruder));
    }
    return data;
  }

  private static Unroutable unroutable(String step, Transition edge, String what) {
    return new Unroutable(
        "step '%s': the data of the edge to '%s' cannot be %s"
            .formatted(step, edge.target(), what));
  }

  private boolean isSwallowed(String target, Way way) {
    if (deciding.step(target).join() != Join.ANY) {
      return false;
    }
    var state = deciding.state();
    boolean waits = state.pending().stream().anyMatch(it -> it.step().equals(target));
    if (waits || !way.reached().add(target)) {
      return true;
    }
    int latest = state.ran(target).visits();
    return latest > 0 && way.lineage().getOrDefault(target, 0) != latest;
  }
}
