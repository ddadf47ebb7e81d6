package io.noetl.simulation;

import io.noetl.job.ResultView;
import io.noetl.playbook.ErrorRoute;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.playbook.Transition;
import io.noetl.template.Ambient;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One execution in the hands of the [ReferenceInterpreter]: which steps are due, what the finished
/// ones gave, what templates see.
final class ReferencePlay {
  private static final Ambient AMBIENT = Ambient.of(Instant.EPOCH, 0);

  private final Playbook playbook;
  private final List<String> order;
  private final Fields workload;
  private final Map<String, Map<Integer, Fields>> due = new HashMap<>();
  private final Map<String, ResultView> results = new HashMap<>();
  private final Map<String, Integer> visits = new HashMap<>();
  private Fields vars = Fields.EMPTY;
  private String last = "";
  private boolean forked;

  /// The result; ambiguous if it is that of the last step and steps ran side by side, or a time.
  record Result(Value value, boolean ambiguous) {}

  ReferencePlay(Playbook playbook, List<String> order, Fields payload) {
    this.playbook = playbook;
    this.order = order;
    this.workload = playbook.workload().overlaid(payload);
  }

  Playbook playbook() {
    return playbook;
  }

  int visit(Step step) {
    return visits.merge(step.name(), 1, Integer::sum);
  }

  /// The step that comes first among those that branches have reached.
  Optional<Step> next() {
    forked |= due.size() > 1;
    return due.keySet().stream().min(Comparator.comparing(order::indexOf)).map(playbook::step);
  }

  void arrive(String step, String from, Fields data) {
    due.computeIfAbsent(step, _ -> new HashMap<>()).merge(place(from), data, Fields::overlaid);
  }

  private int place(String step) {
    return playbook.steps().stream().map(Step::name).toList().indexOf(step);
  }

  /// What all branches that reached the step carry, in the order of the file.
  Fields take(Step step) {
    var data = Fields.EMPTY;
    var arrivals = due.remove(step.name());
    for (int from : arrivals.keySet().stream().sorted().toList()) {
      data = data.overlaid(arrivals.get(from));
    }
    return data;
  }

  // What templates see.

  private Scope scope(String step, Map<String, Value> special, Fields over) {
    return name -> {
      if (special.containsKey(name)) {
        return special.get(name);
      }
      switch (name) {
        case "workload", "work", "context" -> {
          return workload;
        }
        case "vars" -> {
          return vars;
        }
        case "step_name" -> {
          return Text.of(step);
        }
        default -> {}
      }
      if (over.has(name)) {
        return over.get(name);
      }
      if (results.containsKey(name)) {
        return results.get(name);
      }
      return workload.has(name) ? workload.get(name) : new Undefined(name);
    };
  }

  private static Fields fields(Document document, Scope scope) {
    return document.render(scope, AMBIENT) instanceof Fields fields ? fields : Fields.EMPTY;
  }

  Fields inputs(Step step, Task task, Fields data) {
    return fields(task.inputs(), scope(step.name(), Map.of(), data)).overlaid(data);
  }

  Fields config(Step step, Task task, Fields over) {
    return fields(task.config(), scope(step.name(), Map.of(), over));
  }

  Fields bodyInputs(Step step, Task task, Value item, Fields data) {
    var body = (Fields) task.late().get("task");
    var given = body.get("inputs") instanceof Fields inputs ? inputs : Fields.EMPTY;
    return fields(Document.of(given), scope(step.name(), Map.of("it", item), data));
  }

  // Where it goes on.

  void pass(Step step, Fields data) {
    var scope = scope(step.name(), Map.of(), data);
    vars = vars.overlaid(fields(step.vars(), scope));
    follow(step, step.next(), scope, data);
  }

  /// The step succeeded; always true.
  boolean complete(Step step, Fields data, Value result) {
    var view = new ResultView(step.name(), result, "success", "");
    var scope = scope(step.name(), Map.of("result", view, step.name(), view), data);
    vars = vars.overlaid(fields(step.vars(), scope));
    follow(step, step.next(), scope, Fields.EMPTY);
    results.put(step.name(), view);
    last = step.name();
    return true;
  }

  /// The step failed; whether that is handled.
  boolean fail(Step step, Fields data) {
    var scope = scope(step.name(), Map.of("error", Text.of("what went wrong")), data);
    boolean handled =
        switch (step.onError()) {
          case ErrorRoute.Fail _ -> false;
          case ErrorRoute.Continue _ -> {
            follow(step, step.next(), scope, Fields.EMPTY);
            yield true;
          }
          case ErrorRoute.Edges(var edges) -> follow(step, edges, scope, Fields.EMPTY);
        };
    if (handled) {
      results.put(step.name(), new ResultView(step.name(), Null.NULL, "error", "went wrong"));
    }
    return handled;
  }

  /// Whether any edge fired.
  private boolean follow(Step step, List<Transition> edges, Scope scope, Fields carried) {
    boolean held = false;
    boolean any = false;
    for (var edge : edges) {
      boolean fires =
          switch (edge.guard()) {
            case Transition.Always _ -> true;
            case Transition.Else _ -> !held;
            case Transition.When(var condition) -> condition.judge(scope, AMBIENT).held();
          };
      held |= fires && edge.guard() instanceof Transition.When;
      any |= fires;
      if (fires) {
        arrive(edge.target(), step.name(), carried.overlaid(fields(edge.data(), scope)));
      }
    }
    return any;
  }

  Result result(String returnStep) {
    var end = playbook.steps().stream().filter(Step::isEnd).findFirst();
    if (end.isPresent() && visits.containsKey("end")) {
      var scope = scope("end", Map.of(), Fields.EMPTY);
      if (end.get().result().isPresent()) {
        return new Result(end.get().result().get().render(scope, AMBIENT).plain(), false);
      }
      var saved =
          end.get()
              .task()
              .filter(task -> task.late().get("save") instanceof Fields save && save.has("data"));
      if (saved.isPresent()) {
        var data = ((Fields) saved.get().late().get("save")).get("data");
        return new Result(Document.of(data).render(scope, AMBIENT).plain(), false);
      }
      if (results.containsKey("end")) {
        return new Result(results.get("end").payload(), false);
      }
    }
    if (results.containsKey(returnStep)) {
      return new Result(results.get(returnStep).payload(), false);
    }
    var payload = results.containsKey(last) ? results.get(last).payload() : Null.NULL;
    boolean isTime = payload instanceof Fields fields && fields.has("waited_until");
    return new Result(payload, forked || isTime);
  }
}
