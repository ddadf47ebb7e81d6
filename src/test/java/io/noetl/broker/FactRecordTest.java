package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.value.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the first event of a decision keeps of the fact is enough to make the fact again.
final class FactRecordTest {
  private static final String BODY =
      """
      timeout: 1h
      workflow:
      - {step: start, next: [a, pause]}
      - {step: a, PY, retry: 3, next: b}
      - {step: b, PY}
      - {step: pause, type: wait, duration: 5, timeout: 3, retry: 2}
      """;

  private static Fact again(Histories run) {
    return FactRecord.fact(Replay.decisions(run.history()).getLast(), Histories::inline);
  }

  private static void comesBack(Histories run, Fact fact) {
    assertThat(run.tell(fact).isEmpty()).isFalse();
    assertThat(again(run)).isEqualTo(fact);
  }

  @Test
  void aStartComesBack() {
    var workload = Json.read("{\"x\": [1, 2]}");
    comesBack(
        Histories.of(BODY),
        new Fact.Start(Histories.REF, workload, new Origin(3, "s", "s#2", 7, "r"), 99));
  }

  @Test
  void aLeaseComesBack() {
    comesBack(Histories.of(BODY).start(), new Fact.Leased("a", 1));
  }

  @Test
  void reportsComeBack() {
    var result = Json.read("{\"n\": 1}");
    for (var verdict : Verdict.values()) {
      var good = new Outcome.Succeeded(result, verdict, List.of(), "");
      comesBack(Histories.of(BODY).start().lease("a"), new Fact.Reported("a", 1, 5, good));
      var bad =
          new Outcome.Failed(
              Failure.error("x", "broken").withTrace("line 1").withResult(result),
              verdict,
              List.of(),
              "");
      comesBack(Histories.of(BODY).start().lease("a"), new Fact.Reported("a", 1, 5, bad));
    }
  }

  @Test
  void timersOfTheExecutionComeBack() {
    var run = Histories.of(BODY).start();
    comesBack(run, dueNow(run, "attempt/pause"));
    comesBack(run, dueNow(run, "retry/pause"));
    comesBack(run, dueNow(run, "wait/pause"));
    comesBack(run, dueNow(run, "timeout"));
  }

  /// The timer's own instant is not kept: it is that of the decision.
  private static Fact dueNow(Histories run, String name) {
    var timer = run.timer(name);
    run.tell(new Fact.Leased("nobody", 1));
    return new Fact.TimerDue(new Timer(name, run.soon(), timer.purpose()));
  }

  @Test
  void wishesComeBack() {
    var run = Histories.of(BODY).start();
    comesBack(run, new Fact.PauseRequested());
    comesBack(run, new Fact.ResumeRequested());
    comesBack(run, new Fact.CancelRequested("because"));
  }

  @Test
  void theOccasionComesBack() {
    var run = Histories.of(BODY).withSlots(3).start();

    var occasion = FactRecord.occasion(run.history().getFirst());

    assertThat(occasion).isEqualTo(new Occasion(run.history().getFirst().at(), 42, 3, "w"));
  }

  @Test
  void everyKindOfFactHasAName() {
    assertThat(Fact.kinds()).hasSameSizeAs(Fact.class.getPermittedSubclasses());
  }
}
