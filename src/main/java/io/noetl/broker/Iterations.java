package io.noetl.broker;

import io.noetl.broker.Activity.Stage;
import io.noetl.broker.Event.IterationCompleted;
import io.noetl.broker.Event.IterationFailed;
import io.noetl.broker.Event.IterationStarted;
import io.noetl.broker.Event.IteratorStarted;
import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.playbook.Task;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;

/// Iterators. Most run on one worker that streams what it does; those over playbooks are carried on
/// here: children are started up to the concurrency, their results saved and put in order.
final class Iterations {
  private final Deciding deciding;

  Iterations(Deciding deciding) {
    this.deciding = deciding;
  }

  // On a worker.

  /// A batch of news; what is known already is passed over.
  void progressed(Fact.Progressed fact) {
    var activity = deciding.state().activity(fact.job());
    if (activity.isEmpty()
        || activity.get().stage() != Stage.RUNNING
        || activity.get().attempt() != fact.attempt()) {
      return;
    }
    var task = deciding.task(activity.get());
    var iterator = task.iterator();
    if (iterator.isEmpty() || !Attempts.hasJob(activity.get(), task)) {
      return;
    }
    var progress = fact.progress();
    announce(activity.get(), progress.total(), Content.NOTHING);
    if (iterator.get().summaryEvents()) {
      progress.ended().forEach(it -> ended(fact.job(), it, true));
    } else {
      inOrder(fact.job(), progress);
    }
  }

  /// As it happened, as far as a batch can tell: an iteration that ended comes after those that
  /// began before it, and before those that began later.
  private void inOrder(String job, Progress progress) {
    var begins = new ArrayDeque<>(progress.started());
    var ahead = new HashSet<Integer>();
    begins.forEach(it -> ahead.add(it.index()));
    for (var ended : progress.ended()) {
      boolean isAhead = ahead.contains(ended.index());
      while (isAhead && !begins.isEmpty()) {
        var next = begins.poll();
        ahead.remove(next.index());
        begun(job, next);
        isAhead = next.index() != ended.index();
      }
      ended(job, ended, false);
    }
    begins.forEach(it -> begun(job, it));
  }

  private void announce(Activity activity, int total, Content plan) {
    if (!activity.turns().announced()) {
      deciding.emit(
          new IteratorStarted(activity.step(), activity.visit(), total, plan),
          activity.actionEvent());
    }
  }

  private void begun(String job, Progress.Started started) {
    var it = deciding.activity(job);
    if (!it.turns().started().has(started.index())) {
      deciding.emit(
          new IterationStarted(it.step(), it.visit(), started.index(), started.item(), 0),
          it.actionEvent());
    }
  }

  private void ended(String job, Iteration iteration, boolean summary) {
    var it = deciding.activity(job);
    int index = iteration.index();
    boolean known = it.turns().succeeded().has(index) || it.turns().failed().has(index);
    if (known || summary && !iteration.failed()) {
      return;
    }
    if (!summary) {
      begun(job, new Progress.Started(index, iteration.item()));
      it = deciding.activity(job);
    }
    deciding.attempts().saves(it, index, iteration.saves());
    deciding.emit(
        iteration.failed()
            ? new IterationFailed(it.step(), it.visit(), index, iteration.item(), iteration.error())
            : new IterationCompleted(
                it.step(), it.visit(), index, iteration.item(), Content.of(iteration.result())),
        cause(it, index));
  }

  static long cause(Activity activity, int index) {
    return activity.turns().causes().iteration(index, activity.actionEvent());
  }

  /// The attempt fails: iterator_completed all the same if no iteration is left. Where iterations
  /// that succeed have no events, the list of all results, which comes with the failure, tells it.
  void closed(Activity activity, Task task, Value result) {
    if (task.iterator().isEmpty() || activity.turns().isPlanned()) {
      return;
    }
    var turns = activity.turns();
    boolean isCounted =
        turns.announced() && turns.succeeded().count() + turns.failed().count() == turns.total();
    boolean isListed =
        result instanceof Items list && (!turns.announced() || list.size() == turns.total());
    if (isCounted || isListed) {
      summed(activity, Content.of(result));
    }
  }

  /// The worker is through: iterator_completed with the counts.
  void summed(Activity activity, Content result) {
    int size = deciding.contents().of(result) instanceof Items items ? items.size() : 0;
    announce(activity, size, Content.NOTHING);
    var turns = deciding.activity(activity.job()).turns();
    int failed = turns.failed().count();
    deciding.emit(
        Attempts.counted(activity, turns.total() - failed, failed, Content.NOTHING),
        activity.actionEvent());
  }

  // Over playbooks.

  /// The collection is known: start as many children as may run at once.
  void planned(Activity activity, Task task, Outcome.Planned planned) {
    var plan = new ArrayList<Value>(planned.items().size());
    for (int i = 0; i < planned.items().size(); i++) {
      plan.add(Items.of(planned.items().get(i), planned.inputs().get(i)));
    }
    announce(activity, plan.size(), new Content.Inline(new Items(plan)));
    deciding.command(new Command.EndJob(activity.job()));
    if (deciding.state().phase() == Phase.CANCELLING) {
      deciding.ending().cancelled(activity);
      return;
    }
    resume(activity, task);
  }

  /// Goes on with an attempt whose plan is known, under its timeout.
  void resume(Activity activity, Task task) {
    try {
      long limit = new Calls(deciding).timeoutMillis(activity.step(), task, activity.data());
      new Starting(deciding).guard(activity, limit);
    } catch (TemplateError e) {
      giveUp(activity.job(), task, e);
      return;
    }
    goOn(deciding.activity(activity.job()), task);
  }

  private void giveUp(String job, Task task, TemplateError error) {
    var activity = deciding.activity(job);
    deciding.ending().cancelChildren(activity, "its iterator failed");
    var failure = Failure.invalid("template", error.message());
    deciding.attempts().failed(activity, task, failure, Content.NOTHING);
  }

  /// The execution is no longer paused: starts the children that were held back.
  void resumed() {
    for (var activity : deciding.state().activities()) {
      var turns = activity.turns();
      if (turns.isPlanned()
          && activity.stage() == Stage.RUNNING
          && turns.started().count() < turns.total()) {
        goOn(activity, deciding.task(activity));
      }
    }
  }

  /// Starts children while there is room, or ends the iterator when all are through.
  void goOn(Activity activity, Task task) {
    var job = activity.job();
    try {
      int room = concurrency(activity, task);
      var turns = activity.turns();
      boolean isPaused = deciding.state().phase() == Phase.PAUSED;
      int next = turns.started().firstAbsent(0);
      while (!isPaused && next < turns.total() && running(job) < room) {
        startChild(deciding.activity(job), task, next);
        next = turns.started().firstAbsent(next + 1);
      }
    } catch (TemplateError e) {
      giveUp(job, task, e);
      return;
    }
    endIfThrough(deciding.activity(job), task);
  }

  /// Children and item saves that go on.
  private int running(String job) {
    var turns = deciding.activity(job).turns();
    return turns.started().count() - turns.succeeded().count() - turns.failed().count();
  }

  private int concurrency(Activity activity, Task task) {
    var value =
        task.iterator()
            .orElseThrow()
            .concurrency()
            .render(deciding.names().scope(activity.step(), activity.data()), deciding.ambient());
    return switch (value) {
      case Num.Int(var number) when number >= 1 -> (int) Math.min(number, Integer.MAX_VALUE);
      case Text(var text) when text.matches("[1-9][0-9]{0,8}") -> Integer.parseInt(text);
      case Value other ->
          throw new TemplateError(
              "concurrency: expected a whole number of 1 or more, found " + Json.write(other), 0);
    };
  }

  private void startChild(Activity activity, Task task, int index) {
    var entry = (Items) ((Items) plan(activity)).get(index);
    var inputs = entry.get(1) instanceof Fields fields ? fields : Fields.EMPTY;
    Fields body;
    try {
      body = called(activity, task, index, inputs);
    } catch (TemplateError e) {
      begun(activity, index, entry.get(0), 0);
      broken(deciding.activity(activity.job()), index, e.message());
      return;
    }
    long child =
        ExecutionId.of(
            deciding.at(),
            deciding.chance().bits("child/" + activity.job(), activity.attempt()) + index);
    begun(activity, index, entry.get(0), child);
    var origin =
        new Origin(
            deciding.state().execution(),
            activity.step(),
            activity.job(),
            index,
            Starting.text(body, "return_step"));
    deciding.setTimer(
        "child/" + child,
        deciding.at(),
        new Timer.StartChild(
            child,
            Starting.text(body, "path"),
            Starting.version(body),
            content(task),
            inputs,
            origin));
  }

  private void begun(Activity activity, int index, Value item, long child) {
    deciding.emit(
        new IterationStarted(activity.step(), activity.visit(), index, item, child),
        activity.actionEvent());
  }

  private Value plan(Activity activity) {
    return deciding.contents().of(activity.turns().plan());
  }

  /// Path, version and return_step of the playbook that this item is for.
  private Fields called(Activity activity, Task task, int index, Fields inputs) {
    var over = activity.data().overlaid(turnScope(activity, task, index)).overlaid(inputs);
    var scope = deciding.names().scope(activity.step(), over);
    return (Fields) deciding.broker().called(task).render(scope, deciding.ambient());
  }

  /// The body's own playbook, if it holds one.
  private static String content(Task task) {
    return task.late().get("task") instanceof Fields body ? Starting.text(body, "code") : "";
  }

  /// One child of an iterator ended: save its result, or take it as it is.
  void childEnded(Fact.ChildEnded ended) {
    var activity = deciding.state().activity(ended.job());
    if (activity.isEmpty()
        || activity
            .get()
            .turns()
            .children()
            .find(Integer.toString(ended.index()))
            .filter(child -> child == ended.child())
            .isEmpty()) {
      return;
    }
    var it = activity.get();
    var task = deciding.task(it);
    var save = task.iterator().orElseThrow().save();
    if (!ended.error().isEmpty()) {
      broken(it, ended.index(), "child execution %d: %s".formatted(ended.child(), ended.error()));
    } else if (save.isPresent() && deciding.state().phase() != Phase.CANCELLING) {
      deciding.childSaves().run(it, task, ended.index(), ended.result());
      return;
    } else {
      done(it, ended.index(), Content.of(ended.result()));
    }
    further(it.job(), task);
  }

  private Value item(Activity activity, int index) {
    return ((Items) ((Items) plan(activity)).get(index)).get(0);
  }

  void done(Activity activity, int index, Content result) {
    deciding.emit(
        new IterationCompleted(
            activity.step(), activity.visit(), index, item(activity, index), result),
        cause(activity, index));
  }

  void broken(Activity activity, int index, String error) {
    deciding.emit(
        new IterationFailed(activity.step(), activity.visit(), index, item(activity, index), error),
        cause(activity, index));
  }

  void further(String job, Task task) {
    var activity = deciding.activity(job);
    if (deciding.state().phase() != Phase.CANCELLING) {
      goOn(activity, task);
    } else if (running(job) == 0) {
      deciding.attempts().endWork(activity, task);
      deciding.ending().cancelled(activity);
    }
  }

  private void endIfThrough(Activity activity, Task task) {
    var turns = activity.turns();
    int failed = turns.failed().count();
    if (turns.succeeded().count() + failed < turns.total()) {
      return;
    }
    var results = new ArrayList<Value>(turns.total());
    for (int i = 0; i < turns.total(); i++) {
      var content = turns.results().find(Integer.toString(i)).orElse(Content.NOTHING);
      results.add(deciding.contents().of(content));
    }
    var result = new Content.Inline(new Items(results));
    deciding.emit(
        Attempts.counted(activity, turns.total() - failed, failed, result), activity.actionEvent());
    if (failed > 0 && !task.iterator().orElseThrow().continueOnError()) {
      var message =
          "%d of %d iterations failed; the first: %s"
              .formatted(failed, turns.total(), turns.firstError());
      deciding
          .attempts()
          .failed(activity, task, Failure.error("iterations_failed", message), result);
    } else if (task.late().has("save") && !results.isEmpty()) {
      deciding.childSaves().run(activity, task, -1, result.value());
    } else {
      deciding.attempts().succeeded(activity, task, result);
    }
  }

  /// What templates of one turn see besides everything else.
  Fields turnScope(Activity activity, Task task, int index) {
    var item = item(activity, index);
    var loop =
        Fields.builder()
            .put("index", index)
            .put("current_index", index)
            .put("item", item)
            .put("count", activity.turns().total())
            .build();
    var config = task.config().source() instanceof Fields source ? source : Fields.EMPTY;
    return Fields.builder()
        .put(Starting.text(config, "element"), item)
        .put("_loop", loop)
        .put("index", index)
        .build();
  }
}
