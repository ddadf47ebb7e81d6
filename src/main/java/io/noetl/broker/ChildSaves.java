package io.noetl.broker;

import io.noetl.broker.Event.SaveStarted;
import io.noetl.job.Call;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.Outcome;
import io.noetl.playbook.Task;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.Optional;

/// The saves of an iterator over playbooks: no worker runs the iteration, so each save is a job of
/// its own, `<job>/save/<index>` (-1 for the list of all).
final class ChildSaves {
  private static final String SAVE = "/save/";

  private final Deciding deciding;

  ChildSaves(Deciding deciding) {
    this.deciding = deciding;
  }

  /// Saves the result of one child, or with index -1 the list of all.
  void run(Activity activity, Task task, int index, Value result) {
    var over = index < 0 ? wholeScope(activity, result) : itemScope(activity, task, index, result);
    Fields late =
        index < 0
            ? Fields.of("save", task.late().get("save"))
            : Fields.of("save", ((Fields) task.late().get("task")).get("save"));
    var everything = new Mentions(saveNames(late), false);
    var packed =
        new Calls.Packing(
                deciding.names(),
                activity.step(),
                activity.data(),
                everything,
                deciding.secretSteps())
            .packed();
    var call =
        new Call(
            "save",
            Fields.of("pass_through", Bool.TRUE),
            over,
            "",
            List.of(),
            late,
            packed.scope(),
            packed.steps(),
            0);
    var id = new JobId(deciding.state().execution(), activity.job() + SAVE + index);
    var job =
        new Job(
            id,
            activity.step(),
            activity.visit(),
            activity.attempt(),
            1,
            0,
            0,
            Job.POOL_DEFAULT,
            task.priority(),
            call);
    var storage = Starting.text((Fields) late.get("save"), "storage");
    deciding.emit(
        new SaveStarted(
            activity.step(), activity.visit(), index, storage.isEmpty() ? "event_log" : storage),
        Iterations.cause(activity, index));
    deciding.command(new Command.RunJob(job, deciding.takeSlot(job.pool())));
  }

  private static java.util.Set<String> saveNames(Fields late) {
    return io.noetl.template.Document.of(late).names();
  }

  private Fields itemScope(Activity activity, Task task, int index, Value result) {
    return deciding
        .iterations()
        .turnScope(activity, task, index)
        .with("result", result)
        .with("this", result)
        .with("data", result);
  }

  private Fields wholeScope(Activity activity, Value results) {
    return Fields.builder()
        .put("results", results)
        .put("items", results)
        .put("result", results)
        .put("this", Fields.of("data", results, "status", Text.of(Ran.SUCCESS)))
        .put("data", results)
        .put("errors", activity.turns().errors())
        .put("count", activity.turns().total())
        .build();
  }

  /// Whether this is the job of a save that is awaited.
  boolean isSave(String job) {
    int at = job.lastIndexOf(SAVE);
    var activity =
        at < 0 ? Optional.<Activity>empty() : deciding.state().activity(job.substring(0, at));
    if (activity.isEmpty() || activity.get().stage() != Activity.Stage.RUNNING) {
      return false;
    }
    int index = Integer.parseInt(job.substring(at + SAVE.length()));
    return index < 0 || isSaving(activity.get().turns(), index);
  }

  /// A save's job reports: `<job>/save/<index>`. Reports that belong to nothing change nothing.
  void saved(Fact.Reported report) {
    int at = report.job().lastIndexOf(SAVE);
    if (at < 0) {
      return;
    }
    var activity = deciding.state().activity(report.job().substring(0, at));
    if (activity.isEmpty() || activity.get().attempt() != report.attempt()) {
      return;
    }
    var it = activity.get();
    var task = deciding.task(it);
    int index = Integer.parseInt(report.job().substring(at + SAVE.length()));
    if (index < 0) {
      savedWhole(it, task, report.outcome());
    } else if (isSaving(it.turns(), index)) {
      savedItem(it, task, index, report.outcome());
    } else {
      return;
    }
    deciding.command(new Command.EndJob(report.job()));
  }

  private void savedItem(Activity activity, Task task, int index, Outcome outcome) {
    var iterations = deciding.iterations();
    outcome.saves().forEach(it -> deciding.attempts().saved(activity, index, it));
    switch (outcome) {
      case Outcome.Failed failed -> iterations.broken(activity, index, failed.failure().message());
      case Outcome.Succeeded(var result, _, _, _) ->
          iterations.done(activity, index, Content.of(result));
      case Outcome.Planned _ -> throw new IllegalStateException("a save was planned");
    }
    iterations.further(activity.job(), task);
  }

  private void savedWhole(Activity activity, Task task, Outcome outcome) {
    outcome.saves().forEach(it -> deciding.attempts().saved(activity, -1, it));
    switch (outcome) {
      case Outcome.Failed failed ->
          deciding.attempts().failed(activity, task, failed.failure(), Content.NOTHING);
      case Outcome.Succeeded done ->
          deciding.attempts().succeeded(activity, task, Content.of(done.result()));
      case Outcome.Planned _ -> throw new IllegalStateException("a save was planned");
    }
  }

  /// Takes the saves that go on off the queue; what they report is no longer wanted.
  void end(Activity activity, Task task) {
    var job = activity.job();
    var turns = activity.turns();
    if (!turns.isPlanned()) {
      return;
    }
    for (int i = 0; i < turns.total() && task.iterator().orElseThrow().save().isPresent(); i++) {
      if (isSaving(turns, i)) {
        deciding.command(new Command.EndJob(job + SAVE + i));
      }
    }
    if (task.late().has("save")) {
      deciding.command(new Command.EndJob(job + SAVE + -1));
    }
  }

  private static boolean isSaving(Turns turns, int index) {
    return turns.started().has(index)
        && !turns.succeeded().has(index)
        && !turns.failed().has(index)
        && turns.children().find(Integer.toString(index)).isEmpty();
  }
}
