package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Going through a history again.
final class ReplayTest {
  private static final String BODY =
      """
      workload: {n: 1}
      workflow:
      - {step: start, next: a}
      - step: a
        type: python
        code: c
        retry: 3
        data: {id: "{{ uuid() }}", at: "{{ now() }}"}
        next: [{step: b, when: "{{ result.n > 3 }}"}, {else: c}]
      - {step: b, PY, data: {id: "{{ uuid() }}"}}
      - {step: c, PY}
      """;

  private static Histories run() {
    return Histories.of(BODY).start().fail("a", "no").gives("a", "{\"n\": 4}").done("b");
  }

  @Test
  void aHistoryFoldsToTheStateThatWroteIt() {
    var run = run();

    assertThat(StateDump.of(Replay.fold(Histories.EXECUTION, run.history())))
        .isEqualTo(StateDump.of(run.state()));
  }

  @Test
  void everyFactDecidedAgainGivesTheSameEvents() {
    assertThat(run().verify()).isEmpty();
  }

  @Test
  void anotherPlaybookDivergesWhereItDecidesOtherwise() {
    var run = run();
    var other = new Broker(Histories.parsed(BODY.replace("result.n > 3", "result.n > 5")));

    var divergence =
        Replay.verify(other, Histories.EXECUTION, run.history(), Histories::inline).orElseThrow();

    var number = run.lines().indexOf("step_completed a") + 1;
    assertThat(divergence.number()).isEqualTo(number);
    assertThat(divergence.recorded()).isNotEqualTo(divergence.decided());
  }

  @Test
  void aChangedEventIsFound() {
    var run = run();
    var forged = new ArrayList<>(run.history());
    var old = forged.get(1);
    forged.set(
        1,
        new Entry(old.number(), old.parent(), old.at().plusNanos(1000), old.event(), old.fact()));

    assertThat(Replay.verify(run.broker(), Histories.EXECUTION, forged, Histories::inline))
        .hasValueSatisfying(it -> assertThat(it.number()).isEqualTo(2));
  }

  @Test
  void aMissingEventIsFound() {
    var run = run();
    var torn = run.history().subList(0, run.history().size() - 1);

    assertThat(Replay.verify(run.broker(), Histories.EXECUTION, torn, Histories::inline))
        .hasValueSatisfying(it -> assertThat(it.recorded()).isEqualTo("nothing"));
  }

  @Test
  void aHistoryWithAGapIsRefused() {
    var run = run();
    var torn = new ArrayList<>(run.history());
    torn.remove(3);

    assertThatThrownBy(() -> Replay.fold(Histories.EXECUTION, torn))
        .hasMessageContaining("expected event 4, found 5");
  }

  @Test
  void aHistoryWithoutFactsIsRefused() {
    var run = run();
    var first = run.history().getFirst();
    var bare = new Entry(first.number(), first.parent(), first.at(), first.event(), Fields.EMPTY);

    assertThatThrownBy(() -> Replay.decisions(java.util.List.of(bare)))
        .hasMessageContaining("does not begin with a fact");
  }

  @Test
  void eachDecisionBeginsWithItsFact() {
    var run = run();

    var decisions = Replay.decisions(run.history());

    assertThat(decisions)
        .extracting(it -> Json.write(it.getFirst().fact().get("kind")))
        .containsExactly(
            "\"start\"",
            "\"lease\"",
            "\"report\"",
            "\"lease\"",
            "\"report\"",
            "\"lease\"",
            "\"report\"");
    assertThat(decisions.stream().mapToInt(java.util.List::size).sum())
        .isEqualTo(run.history().size());
  }
}
