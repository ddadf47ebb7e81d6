package io.noetl.broker;

import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Value;
import java.util.List;

/// News from outside for one execution; every change of state begins with one.
public sealed interface Fact {

  /// It begins. `workload` is final: merged with the caller's payload and rendered. A retry names
  /// the execution before it and what it takes over from that.
  record Start(PlaybookRef playbook, Value workload, Origin origin, long retryOf, Takeover takeover)
      implements Fact {
    public Start(PlaybookRef playbook, Value workload, Origin origin, long retryOf) {
      this(playbook, workload, origin, retryOf, Takeover.NONE);
    }
  }

  /// A worker took a queued job for the first time.
  record Leased(String job, int attempt) implements Fact {}

  /// An attempt ended.
  record Reported(String job, int attempt, long fence, Outcome outcome) implements Fact {}

  /// An iterator got further.
  record Progressed(String job, int attempt, long fence, Progress progress) implements Fact {}

  /// A timer of this execution is due.
  record TimerDue(Timer timer) implements Fact {}

  /// A child execution ended. `result` is what it returned; `error` is empty if it completed.
  record ChildEnded(String job, int index, long child, Value result, String error)
      implements Fact {}

  /// Somebody wants it stopped.
  record CancelRequested(String detail) implements Fact {}

  /// Somebody wants it paused.
  record PauseRequested() implements Fact {}

  /// Somebody wants it to go on.
  record ResumeRequested() implements Fact {}

  /// The names of all kinds on the wire, for documents and checks.
  static List<String> kinds() {
    return List.of(
        "start", "lease", "report", "progress", "timer", "child", "cancel", "pause", "resume");
  }
}
