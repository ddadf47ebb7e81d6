package io.noetl.broker;

import io.noetl.broker.Event.ActionCompleted;
import io.noetl.broker.Event.ActionError;
import io.noetl.broker.Event.ExecutionStarted;
import io.noetl.broker.Event.IterationCompleted;
import io.noetl.broker.Event.IterationFailed;
import io.noetl.broker.Event.IterationStarted;
import io.noetl.broker.Event.IteratorStarted;
import io.noetl.broker.Event.SaveCompleted;
import io.noetl.broker.Event.SaveFailed;
import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What the first event of a decision keeps of the fact (`meta.fact`): that which the decision's
/// events do not tell anyway. From both together the fact can be made again, so that a replay can
/// decide it again.
public final class FactRecord {
  private FactRecord() {}

  static Fields of(Fact fact, Occasion occasion) {
    var record = Fields.builder().put("kind", kind(fact)).put("seed", occasion.seed());
    if (occasion.slots() > 0) {
      record.put("slots", occasion.slots());
    }
    if (!occasion.worker().isEmpty()) {
      record.put("worker", occasion.worker());
    }
    switch (fact) {
      case Fact.Start _, Fact.PauseRequested _, Fact.ResumeRequested _ -> {}
      case Fact.Leased(var job, var attempt) -> record.put("job", job).put("attempt", attempt);
      case Fact.Reported it -> {
        record.put("job", it.job()).put("attempt", it.attempt()).put("fence", it.fence());
        describe(it.outcome(), record);
      }
      case Fact.Progressed it ->
          record
              .put("job", it.job())
              .put("attempt", it.attempt())
              .put("fence", it.fence())
              .put("total", it.progress().total());
      case Fact.TimerDue(var timer) -> describe(timer, record);
      case Fact.ChildEnded it -> {
        record
            .put("job", it.job())
            .put("index", it.index())
            .put("child", Long.toString(it.child()));
        if (!it.error().isEmpty()) {
          record.put("error", it.error());
        }
      }
      case Fact.CancelRequested(var detail) -> record.put("detail", detail);
    }
    return record.build();
  }

  private static String kind(Fact fact) {
    return switch (fact) {
      case Fact.Start _ -> "start";
      case Fact.Leased _ -> "lease";
      case Fact.Reported _ -> "report";
      case Fact.Progressed _ -> "progress";
      case Fact.TimerDue _ -> "timer";
      case Fact.ChildEnded _ -> "child";
      case Fact.CancelRequested _ -> "cancel";
      case Fact.PauseRequested _ -> "pause";
      case Fact.ResumeRequested _ -> "resume";
    };
  }

  private static void describe(Outcome outcome, Fields.Builder record) {
    switch (outcome) {
      case Outcome.Succeeded it -> {
        record.put("outcome", "succeeded");
        describe(it.verdict(), record);
      }
      case Outcome.Failed it -> {
        record.put("outcome", "failed");
        describe(it.verdict(), record);
      }
      case Outcome.Planned _ -> record.put("outcome", "planned");
    }
  }

  private static void describe(Verdict verdict, Fields.Builder record) {
    if (verdict != Verdict.NONE) {
      record.put("verdict", verdict.name());
    }
  }

  private static void describe(Timer timer, Fields.Builder record) {
    record.put("timer", timer.name());
    switch (timer.purpose()) {
      case Timer.RetryDue(var job, var attempt) ->
          record.put("purpose", "retry").put("job", job).put("attempt", attempt);
      case Timer.WaitDue(var job) -> record.put("purpose", "wait").put("job", job);
      case Timer.AttemptTimeout(var job, var attempt) ->
          record.put("purpose", "attempt_timeout").put("job", job).put("attempt", attempt);
      case Timer.ExecutionTimeout _ -> record.put("purpose", "timeout");
      case Timer.StartChild _, Timer.CancelChild _, Timer.PauseChild _, Timer.TellParent _ ->
          throw new IllegalStateException("a timer for another execution was decided upon");
    }
  }

  /// What else was given with the fact: the instant of the decision's first event and its chance.
  static Occasion occasion(Entry first) {
    return new Occasion(
        first.at(),
        number(first.fact(), "seed"),
        (int) number(first.fact(), "slots"),
        text(first.fact(), "worker"));
  }

  /// The fact again, from the events of the decision that it led to. `contents` loads large values.
  static Fact fact(List<Entry> decision, Function<Content, Value> contents) {
    var record = decision.getFirst().fact();
    var events = new Told(decision.stream().map(Entry::event).toList(), contents);
    var job = text(record, "job");
    int attempt = (int) number(record, "attempt");
    return switch (text(record, "kind")) {
      case "start" -> events.start();
      case "lease" -> new Fact.Leased(job, attempt);
      case "report" ->
          new Fact.Reported(job, attempt, number(record, "fence"), events.outcome(record));
      case "progress" ->
          new Fact.Progressed(
              job,
              attempt,
              number(record, "fence"),
              events.progress((int) number(record, "total")));
      case "timer" -> new Fact.TimerDue(timer(record, job, attempt, decision.getFirst()));
      case "child" ->
          new Fact.ChildEnded(
              job,
              (int) number(record, "index"),
              Long.parseLong(text(record, "child")),
              events.result(),
              text(record, "error"));
      case "cancel" -> new Fact.CancelRequested(text(record, "detail"));
      case "pause" -> new Fact.PauseRequested();
      case "resume" -> new Fact.ResumeRequested();
      case String other -> throw new IllegalStateException("unknown kind of fact: " + other);
    };
  }

  private static Timer timer(Fields record, String job, int attempt, Entry first) {
    Timer.Purpose purpose =
        switch (text(record, "purpose")) {
          case "retry" -> new Timer.RetryDue(job, attempt);
          case "wait" -> new Timer.WaitDue(job);
          case "attempt_timeout" -> new Timer.AttemptTimeout(job, attempt);
          case "timeout" -> new Timer.ExecutionTimeout();
          case String other -> throw new IllegalStateException("unknown timer: " + other);
        };
    return new Timer(text(record, "timer"), first.at(), purpose);
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }

  private static long number(Fields fields, String name) {
    return fields.get(name) instanceof Num.Int(var number) ? number : 0;
  }

  /// What the events of one decision tell of the fact.
  private record Told(List<Event> events, Function<Content, Value> contents) {

    Fact start() {
      if (events.getFirst() instanceof ExecutionStarted it) {
        return new Fact.Start(
            it.playbook(),
            contents.apply(it.workload()),
            it.origin(),
            it.retryOf(),
            it.takeover().loaded(content -> Content.of(contents.apply(content))));
      }
      throw new IllegalStateException("a start without execution_start");
    }

    Outcome outcome(Fields record) {
      var verdict = record.has("verdict") ? Verdict.valueOf(text(record, "verdict")) : Verdict.NONE;
      return switch (text(record, "outcome")) {
        case "succeeded" -> new Outcome.Succeeded(result(), verdict, saves(-2), "");
        case "failed" -> new Outcome.Failed(failure(), verdict, saves(-2), "");
        case "planned" -> planned();
        case String other -> throw new IllegalStateException("unknown outcome: " + other);
      };
    }

    /// The first result in the events: that of the action, of the iteration or of the attempt.
    Value result() {
      for (var event : events) {
        switch (event) {
          case ActionCompleted it -> {
            return contents.apply(it.result());
          }
          case ActionError it -> {
            return contents.apply(it.result());
          }
          case IterationCompleted it -> {
            return contents.apply(it.result());
          }
          default -> {}
        }
      }
      return Null.NULL;
    }

    private Failure failure() {
      for (var event : events) {
        switch (event) {
          case ActionError it -> {
            return it.failure().withResult(contents.apply(it.result()));
          }
          case IterationFailed it -> {
            return Failure.error("save_failed", it.error());
          }
          case Event.StepCancelled it -> {
            return Failure.cancelled(it.reason());
          }
          default -> {}
        }
      }
      throw new IllegalStateException("a failure without action_error");
    }

    private Outcome planned() {
      for (var event : events) {
        if (event instanceof IteratorStarted it
            && contents.apply(it.plan()) instanceof Items plan) {
          var items = plan.list().stream().map(entry -> ((Items) entry).get(0)).toList();
          var inputs = plan.list().stream().map(entry -> ((Items) entry).get(1)).toList();
          return new Outcome.Planned(items, inputs, "");
        }
      }
      throw new IllegalStateException("a plan without iterator_started");
    }

    Progress progress(int total) {
      var started = new ArrayList<Progress.Started>();
      var ended = new ArrayList<Iteration>();
      for (var event : events) {
        switch (event) {
          case IterationStarted it -> started.add(new Progress.Started(it.index(), it.item()));
          case IterationCompleted it -> {
            var result = contents.apply(it.result());
            ended.add(new Iteration(it.index(), it.item(), result, "", saves(it.index()), 0));
          }
          case IterationFailed it ->
              ended.add(
                  new Iteration(
                      it.index(), it.item(), Null.NULL, it.error(), saves(it.index()), 0));
          default -> {}
        }
      }
      return new Progress(total, started, ended);
    }

    /// The saves of one iteration; -2 for all.
    private List<SaveReport> saves(int index) {
      var saves = new ArrayList<SaveReport>();
      for (var event : events) {
        switch (event) {
          case SaveCompleted it when index == -2 || it.index() == index ->
              saves.add(new SaveReport(it.storage(), it.answer(), ""));
          case SaveFailed it when index == -2 || it.index() == index ->
              saves.add(new SaveReport(it.storage(), Fields.EMPTY, it.error()));
          default -> {}
        }
      }
      return saves;
    }
  }
}
