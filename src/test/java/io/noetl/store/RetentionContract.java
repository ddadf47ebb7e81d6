package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.store.RequestKeys.Claim;
import io.noetl.value.Num;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How a store lets executions go that ended long ago. In these tests an execution ends at the
/// instant of its last event's number.
interface RetentionContract {
  Store store();

  /// Ended at 1, 3, 5 and 7.
  private static void four(Store store) {
    Appends.start(1).in(Phase.COMPLETED).to(store);
    Appends.start(2).events(2).in(Phase.FAILED).to(store);
    Appends.start(3).events(4).in(Phase.CANCELLED).to(store);
    Appends.start(4).events(6).in(Phase.COMPLETED).to(store);
  }

  private Pruner.Report prune(Instant before) {
    return new Pruner(store(), 2).prune(before);
  }

  private List<Long> listed() {
    return store().executions().list(Long.MAX_VALUE, 1_000).stream()
        .map(ExecutionRow::execution)
        .toList();
  }

  @Test
  default void whatEndedBeforeThatInstantGoesHoweverItEnded() {
    four(store());

    var report = prune(Appends.at(7));

    assertThat(listed()).containsExactly(4L);
    assertThat(report.executions()).isEqualTo(3);
    assertThat(report.rows()).isGreaterThanOrEqualTo(1 + 3 + 5);
    assertThat(store().read(3, 0, 10)).isEmpty();
    assertThat(store().read(4, 0, 10)).hasSize(7);
    assertThat(store().executions().counts(Instant.EPOCH)).containsOnlyKeys(Phase.COMPLETED);
    assertThat(prune(Appends.at(7))).isEqualTo(new Pruner.Report(0, 0, 0));
  }

  @Test
  default void whatGoesOnStaysHoweverOldItIs() {
    Appends.start(1).leased("a").to(store());
    Appends.start(2).in(Phase.PAUSED).queued("a").to(store());

    assertThat(prune(Appends.at(1_000))).isEqualTo(new Pruner.Report(0, 0, 0));

    assertThat(listed()).containsExactly(2L, 1L);
    assertThat(store().jobs(1)).hasSize(1);
    assertThat(store().jobs(2)).hasSize(1);
  }

  @Test
  default void allThatBelongsToAnExecutionGoesWithItAndNothingElse() {
    for (long execution = 1; execution <= 2; execution++) {
      Appends.start(execution)
          .payload("event/1/workload", Num.of(execution))
          .with(new Append.LogLine("a", 1, 1, "printed"))
          .with(new Command.SetTimer(new Timer("t", Appends.at(9), new Timer.WaitDue("a"))))
          .queued("a")
          .to(store());
      store().engines().signal(execution, "cancel", "");
    }
    Appends.after(1, 1).events(1).in(Phase.CANCELLED).to(store());

    assertThat(prune(Appends.at(9)).executions()).isEqualTo(1);

    assertThat(store().rows(1, 0, 10)).isEmpty();
    assertThat(store().logs(1)).isEmpty();
    assertThat(store().timers(1)).isEmpty();
    assertThat(store().jobs(1)).isEmpty();
    assertThatThrownBy(() -> store().payload(new Content.Stored(1, "event/1/workload", 1)))
        .hasMessageContaining("no stored value");
    assertThat(store().payload(new Content.Stored(2, "event/1/workload", 1))).isEqualTo(Num.of(2));
    assertThat(store().logs(2)).hasSize(1);
    assertThat(store().timers(2)).hasSize(1);
    assertThat(store().jobs(2)).hasSize(1);
    Appends.start(1).to(store());
    assertThat(store().engines().takeSignals(Appends.OWNER))
        .extracting(Store.Signal::execution)
        .containsExactly(2L);
  }

  @Test
  default void aFamilyStaysUntilTheLastOfItHasEndedAndIsOld() {
    Appends.start(1).in(Phase.COMPLETED).to(store());
    Appends.start(2).childOf(1).in(Phase.COMPLETED).to(store());
    Appends.start(3).childOf(2).to(store());

    assertThat(prune(Appends.at(4))).isEqualTo(new Pruner.Report(0, 0, 1));
    Appends.after(3, 1).events(4).in(Phase.COMPLETED).to(store());
    assertThat(prune(Appends.at(5))).isEqualTo(new Pruner.Report(0, 0, 1));
    assertThat(listed()).containsExactly(3L, 2L, 1L);

    assertThat(prune(Appends.at(6)).executions()).isEqualTo(3);
    assertThat(listed()).isEmpty();
  }

  @Test
  default void theEndedChildrenOfAParentThatGoesOnStay() {
    Appends.start(1).to(store());
    Appends.start(2).childOf(1).payload("event/1/result", Num.of(1)).in(Phase.FAILED).to(store());

    assertThat(prune(Appends.at(1_000))).isEqualTo(new Pruner.Report(0, 0, 0));

    assertThat(store().executions().children(1)).hasSize(1);
    assertThat(store().payload(new Content.Stored(2, "event/1/result", 1))).isEqualTo(Num.of(1));
  }

  @Test
  default void aFamilyMayBeLargerThanABatch() {
    Appends.start(1).in(Phase.COMPLETED).to(store());
    for (long child = 2; child <= 8; child++) {
      Appends.start(child).childOf(child / 2).events(2).in(Phase.COMPLETED).to(store());
    }
    four(9);

    assertThat(prune(Appends.at(4)).executions()).isEqualTo(8 + 2);

    assertThat(listed()).containsExactly(12L, 11L);
  }

  private void four(long from) {
    for (int i = 0; i < 4; i++) {
      Appends.start(from + i).events(2 * i).in(Phase.COMPLETED).to(store());
    }
  }

  @Test
  default void aChildWhoseParentIsGoneStandsAlone() {
    Appends.start(5).childOf(4).in(Phase.COMPLETED).to(store());
    Appends.start(6).childOf(4).to(store());

    assertThat(prune(Appends.at(9)).executions()).isEqualTo(1);

    assertThat(listed()).containsExactly(6L);
  }

  @Test
  default void headsComeInPagesAndSayWhetherTheyHaveChildren() {
    four(store());
    Appends.start(5).childOf(2).in(Phase.COMPLETED).to(store());
    var retention = store().retention();

    assertThat(retention.heads(Appends.at(9), 0, 2))
        .containsExactly(new Retention.Head(1, false), new Retention.Head(2, true));
    assertThat(retention.heads(Appends.at(9), 2, 5))
        .containsExactly(new Retention.Head(3, false), new Retention.Head(4, false));
    assertThat(retention.descendants(2)).containsExactly(new Retention.Member(5, Appends.at(1)));
  }

  @Test
  default void nobodyDropsWhatGoesOnOrIsYoungEvenIfAsked() {
    four(store());
    Appends.start(5).to(store());

    assertThat(store().retention().drop(List.of(1L, 4L, 5L, 77L), Appends.at(7))).isEqualTo(1);

    assertThat(listed()).containsExactly(5L, 4L, 3L, 2L);
  }

  /// Whoever finds an execution finds all of its history.
  @Test
  default void aDroppedExecutionIsNotFoundWhileItIsSweptInPieces() {
    Appends.start(1)
        .events(9)
        .with(new Append.LogLine("a", 1, 1, "printed"))
        .payload("event/1/workload", Num.of(1))
        .in(Phase.COMPLETED)
        .to(store());
    Appends.start(2).in(Phase.COMPLETED).to(store());
    var retention = store().retention();
    assertThat(retention.sweep(3)).isZero();

    assertThat(retention.drop(List.of(1L, 2L), Appends.at(99))).isEqualTo(2);

    int strokes = 0;
    while (retention.sweep(3) > 0) {
      strokes++;
      assertThat(store().executions().find(1)).isEmpty();
    }
    assertThat(strokes).isGreaterThan(3);
    assertThat(store().read(1, 0, 10)).isEmpty();
    assertThat(store().read(2, 0, 10)).isEmpty();
  }

  @Test
  default void whatACutOffRunLeftBehindIsSweptByTheNext() {
    Appends.start(1).events(9).in(Phase.COMPLETED).to(store());
    store().retention().drop(List.of(1L), Appends.at(99));

    var report = prune(Appends.at(99));

    assertThat(report.executions()).isZero();
    assertThat(report.rows()).isGreaterThanOrEqualTo(10);
    assertThat(store().read(1, 0, 10)).isEmpty();
  }

  /// A child that is started twice, or a key that was claimed before.
  @Test
  default void anIdIsFreeAgainWhenNothingIsLeftOfItsExecution() {
    Appends.start(1).events(3).in(Phase.COMPLETED).to(store());
    prune(Appends.at(99));

    Appends.start(1).events(1).to(store());

    assertThat(store().read(1, 0, 10)).hasSize(2);
    assertThat(prune(Appends.at(99)).executions()).isZero();
  }

  @Test
  default void aRequestKeyGoesWithItsExecution() {
    var keys = store().requestKeys();
    keys.claim("old", "digest", 1);
    keys.claim("young", "digest", 4);
    four(store());

    prune(Appends.at(7));

    assertThat(keys.claim("old", "another", 11)).isEqualTo(new Claim(11, true));
    assertThat(keys.claim("young", "digest", 12)).isEqualTo(new Claim(4, true));
  }

  @Test
  default void aRequestKeyWhoseExecutionNeverBeganGoesWhenItIsOld() {
    var keys = store().requestKeys();
    for (var name : List.of("a", "b", "c")) {
      keys.claim(name, "digest", 1);
    }
    keys.claim("begun", "digest", 2);
    Appends.start(2).to(store());
    var claimed = store().now();

    assertThat(prune(claimed.minus(Duration.ofHours(1))).rows()).isZero();
    assertThat(keys.claim("a", "digest", 9)).isEqualTo(new Claim(1, true));

    assertThat(prune(claimed.plus(Duration.ofHours(1))).rows()).isEqualTo(3);
    assertThat(keys.claim("a", "digest", 9)).isEqualTo(new Claim(9, true));
    assertThat(keys.claim("begun", "digest", 9)).isEqualTo(new Claim(2, true));
  }

  @Test
  default void whoOnlyLooksSeesWhatWouldGo() {
    four(store());
    Appends.start(5).childOf(2).to(store());

    var seen = new Pruner(store(), 2).look(Appends.at(6));

    assertThat(seen).isEqualTo(new Pruner.Report(2, 0, 1));
    assertThat(listed()).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(store().read(1, 0, 10)).hasSize(1);
  }

  @Test
  default void whatHasJustEndedIsKeptInAnyCase() {
    var pruner = new Pruner(store(), 1);

    assertThatThrownBy(() -> pruner.before(Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pruner.before(Duration.ofDays(1))).isBefore(store().now());
    assertThat(Set.of(0, Pruner.BATCH_MAX + 1))
        .allSatisfy(
            batch ->
                assertThatThrownBy(() -> new Pruner(store(), batch))
                    .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  default void whoIsInterruptedStopsBetweenTwoStrokes() {
    four(store());

    Thread.currentThread().interrupt();
    var stopped = prune(Appends.at(7));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.executions()).isZero();
    assertThat(prune(Appends.at(7)).executions()).isEqualTo(3);
  }
}
