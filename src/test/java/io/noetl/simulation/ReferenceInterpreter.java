package io.noetl.simulation;

import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a playbook means, told in the plainest way: one step after the other, in the order in which
/// they follow each other, with no events, no queue, no time. Written without the broker, so that
/// the two can be held against each other.
final class ReferenceInterpreter {
  private final Scenario scenario;
  private final Map<String, Playbook> playbooks;

  /// How often each step of each playbook was entered, as `path/step`.
  private final Map<String, Integer> visits = new TreeMap<>();

  /// How many attempts were made of each.
  private final Map<String, Integer> attempts = new TreeMap<>();

  private boolean ambiguous;

  /// How an execution ended; `failedStep` is empty if it completed.
  record Ended(boolean completed, Value result, String failedStep) {}

  ReferenceInterpreter(Scenario scenario, Map<String, Playbook> playbooks) {
    this.scenario = scenario;
    this.playbooks = playbooks;
  }

  Ended run() {
    return run(scenario.main(), Fields.EMPTY, "");
  }

  Map<String, Integer> visits() {
    return visits;
  }

  Map<String, Integer> attempts() {
    return attempts;
  }

  /// Whether some result was that of the step that happened to be the last.
  boolean isAmbiguous() {
    return ambiguous;
  }

  private Ended run(String path, Fields payload, String returnStep) {
    var playbook = playbooks.get(path);
    if (playbook == null) {
      return new Ended(false, Null.NULL, "");
    }
    var play = new ReferencePlay(playbook, scenario.orders().get(path), payload);
    play.arrive(playbook.entry(), "", Fields.EMPTY);
    for (var step = play.next(); step.isPresent(); step = play.next()) {
      var failed = enter(play, step.get());
      if (failed) {
        return new Ended(false, Null.NULL, step.get().name());
      }
      if (step.get().isEnd() && step.get().isRouter()) {
        break;
      }
    }
    var result = play.result(returnStep);
    ambiguous |= result.ambiguous();
    return new Ended(true, result.value(), "");
  }

  /// Whether the execution failed at this step.
  private boolean enter(ReferencePlay play, Step step) {
    int visit = play.visit(step);
    if (visit > step.visitsMax()) {
      return true;
    }
    boolean isEntry = step.name().equals(play.playbook().entry()) && visit == 1;
    if (!(step.isRouter() && (step.isEnd() || isEntry))) {
      visits.merge(play.playbook().path() + "/" + step.name(), 1, Integer::sum);
    }
    var data = play.take(step);
    if (step.isRouter()) {
      play.pass(step, data);
      return false;
    }
    var result = act(play, step, step.task().orElseThrow(), visit, data);
    return result.isPresent() ? !play.complete(step, data, result.get()) : !play.fail(step, data);
  }

  /// The result of the step's attempts, or nothing if all of them failed.
  private Optional<Value> act(ReferencePlay play, Step step, Task task, int visit, Fields data) {
    var inputs = play.inputs(step, task, data);
    var config = play.config(step, task, data.overlaid(inputs));
    var name = play.playbook().path() + "/" + step.name();
    return switch (task.tool()) {
      case "wait" -> once(name, Fields.of("waited_until", Text.of("?")));
      case "transform" -> once(name, FakeWorker.transformed(config, inputs));
      case "save" -> once(name, inputs);
      case "python" -> python(name, task, visit, inputs);
      case "playbook" -> child(name, task, config, inputs);
      case "iterator" ->
          task.iterator().orElseThrow().overPlaybooks()
              ? children(play, step, task, config, data)
              : iterations(play, step, task, config, data);
      default -> throw new IllegalStateException("no tool " + task.tool());
    };
  }

  private Optional<Value> once(String name, Value result) {
    attempt(name);
    return Optional.of(result);
  }

  private void attempt(String name) {
    attempts.merge(name, 1, Integer::sum);
  }

  private Optional<Value> python(String name, Task task, int visit, Fields inputs) {
    for (int attempt = 1; attempt <= task.retry().attempts(); attempt++) {
      attempt(name);
      switch (Script.python(task.code(), visit, attempt, inputs, false)) {
        case Outcome.Succeeded(var result, var verdict, _, _) -> {
          if (verdict != Verdict.RETRY) {
            return Optional.of(result);
          }
        }
        case Outcome.Failed(var failure, var verdict, _, _) -> {
          if (verdict == Verdict.STOP || failure.code().equals("template")) {
            return Optional.empty();
          }
        }
        case Outcome.Planned _ -> throw new IllegalStateException("python plans nothing");
      }
    }
    return Optional.empty();
  }

  private Optional<Value> child(String name, Task task, Fields config, Fields inputs) {
    for (int attempt = 1; attempt <= task.retry().attempts(); attempt++) {
      attempt(name);
      var ended = run(text(config, "path"), inputs, text(config, "return_step"));
      if (ended.completed()) {
        return Optional.of(ended.result());
      }
    }
    return Optional.empty();
  }

  private Optional<Value> children(
      ReferencePlay play, Step step, Task task, Fields config, Fields data) {
    var items = (Items) config.get("collection");
    var body = (Fields) task.late().get("task");
    var path = text((Fields) body.get("config"), "path");
    boolean continues = task.iterator().orElseThrow().continueOnError();
    List<Optional<Value>> results = new ArrayList<>();
    items.forEach(_ -> results.add(Optional.empty()));
    for (int attempt = 1; attempt <= task.retry().attempts(); attempt++) {
      attempt(play.playbook().path() + "/" + step.name());
      for (int i = 0; i < items.size(); i++) {
        if (results.get(i).isEmpty()) {
          var ended = run(path, play.bodyInputs(step, task, items.get(i), data), "");
          results.set(i, ended.completed() ? Optional.of(ended.result()) : Optional.empty());
        }
      }
      if (continues || results.stream().allMatch(Optional::isPresent)) {
        return Optional.of(
            new Items(results.stream().map(each -> each.orElse(Null.NULL)).toList()));
      }
    }
    return Optional.empty();
  }

  private Optional<Value> iterations(
      ReferencePlay play, Step step, Task task, Fields config, Fields data) {
    var items = (Items) config.get("collection");
    var code = text((Fields) task.late().get("task"), "code");
    for (int attempt = 1; attempt <= task.retry().attempts(); attempt++) {
      attempt(play.playbook().path() + "/" + step.name());
      var results = new ArrayList<Value>();
      for (int i = 0; i < items.size(); i++) {
        var inputs = play.bodyInputs(step, task, items.get(i), data);
        results.add(Script.iteration(code, i, attempt, inputs));
      }
      if (task.iterator().orElseThrow().continueOnError() || !results.contains(Null.NULL)) {
        return Optional.of(new Items(results));
      }
    }
    return Optional.empty();
  }

  static String text(Fields fields, String key) {
    return fields.get(key) instanceof Text(var text)
        ? text
        : fields.get(key) instanceof Num.Int(var number) ? Long.toString(number) : "";
  }
}
