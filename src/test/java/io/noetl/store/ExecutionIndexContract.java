package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.playbook.LabelFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a store says about executions as a whole.
interface ExecutionIndexContract {
  Store store();

  @Test
  default void anExecutionIsFoundAsItWasStarted() {
    Appends.start(5).childOf(3).progress(7).to(store());

    assertThat(store().executions().find(5))
        .contains(
            new ExecutionRow(
                5,
                Appends.PLAYBOOK,
                Phase.RUNNING,
                3,
                Appends.at(5),
                Instant.EPOCH,
                1,
                7,
                Appends.OWNER));
    assertThat(store().executions().find(6)).isEmpty();
  }

  @Test
  default void theListIsNewestFirstAndPaged() {
    for (long execution = 1; execution <= 5; execution++) {
      Appends.start(execution).to(store());
    }
    var index = store().executions();

    assertThat(index.list(Long.MAX_VALUE, 2))
        .extracting(ExecutionRow::execution)
        .containsExactly(5L, 4L);
    assertThat(index.list(4, 2)).extracting(ExecutionRow::execution).containsExactly(3L, 2L);
    assertThat(index.list(2, 2)).extracting(ExecutionRow::execution).containsExactly(1L);
    assertThat(index.list(1, 2)).isEmpty();
  }

  @Test
  default void theUnfinishedOfAnOwnerAreFound() {
    Appends.start(1).to(store());
    Appends.start(2).to(store());
    Appends.start(3).ownedBy("engine-2").to(store());
    Appends.after(1, 1).events(1).in(Phase.FAILED).to(store());
    Appends.after(2, 1).events(1).in(Phase.PAUSED).to(store());

    assertThat(store().executions().unfinished(Appends.OWNER))
        .extracting(ExecutionRow::execution)
        .containsExactly(2L);
  }

  @Test
  default void childrenComeInTheOrderOfTheirStart() {
    Appends.start(1).to(store());
    Appends.start(8).childOf(1).to(store());
    Appends.start(4).childOf(1).to(store());
    Appends.start(6).childOf(2).to(store());

    assertThat(store().executions().children(1))
        .extracting(ExecutionRow::execution)
        .containsExactly(4L, 8L);
    assertThat(store().executions().children(0)).isEmpty();
  }

  @Test
  default void laterAppendsKeepOwnerParentAndStart() {
    Appends.start(1).childOf(9).to(store());

    Appends.after(1, 1).events(1).ownedBy("engine-2").in(Phase.PAUSED).to(store());

    assertThat(store().executions().find(1))
        .hasValueSatisfying(
            row -> {
              assertThat(row.owner()).isEqualTo(Appends.OWNER);
              assertThat(row.parent()).isEqualTo(9);
              assertThat(row.startedAt()).isEqualTo(Appends.at(1));
              assertThat(row.phase()).isEqualTo(Phase.PAUSED);
            });
  }

  @Test
  default void progressIsThatOfTheLastAppend() {
    Appends.start(1).to(store());
    Appends.after(1, 1).events(1).progress(40).to(store());
    assertThat(store().executions().find(1)).map(ExecutionRow::progress).contains(40);

    Appends.after(1, 2).events(1).progress(100).in(Phase.COMPLETED).to(store());

    assertThat(store().executions().find(1)).map(ExecutionRow::progress).contains(100);
  }

  /// 1 completed, 2 running, 12 a failed child of 2, 3 paused.
  private void various() {
    Appends.start(1).in(Phase.COMPLETED).to(store());
    Appends.start(2).to(store());
    Appends.start(12).childOf(2).in(Phase.FAILED).to(store());
    Appends.start(3).in(Phase.PAUSED).to(store());
  }

  private List<Long> ids(ExecutionQuery query) {
    return store().executions().list(query).stream().map(ExecutionRow::execution).toList();
  }

  private static ExecutionQuery query(Set<Phase> phases, String path, String text, long parent) {
    return new ExecutionQuery(
        phases, path, text, parent, Instant.EPOCH, Instant.MAX, Long.MAX_VALUE, 10);
  }

  @Test
  default void theExecutionsOfAPathComeNewestFirstAndPageByPage() {
    various();
    var page =
        new ExecutionQuery(Set.of(), "tests/one", "", 0, Appends.at(2), Appends.at(20), 12, 1);

    assertThat(ids(query(Set.of(), "tests/one", "", 0))).containsExactly(12L, 3L, 2L, 1L);
    assertThat(ids(page)).containsExactly(3L);
    assertThat(ids(query(Set.of(), "tests/on", "", 0))).isEmpty();
    assertThat(ids(query(Set.of(), "tests/onf", "", 0))).isEmpty();
  }

  private static ExecutionQuery started(Instant from, Instant until) {
    return new ExecutionQuery(Set.of(), "", "", 0, from, until, Long.MAX_VALUE, 10);
  }

  @Test
  default void allAreListedNewestFirstAndPaged() {
    various();

    assertThat(ids(ExecutionQuery.newest(10))).containsExactly(12L, 3L, 2L, 1L);
    assertThat(ids(ExecutionQuery.newest(2))).containsExactly(12L, 3L);
    assertThat(ids(new ExecutionQuery(Set.of(), "", "", 0, Instant.EPOCH, Instant.MAX, 3, 10)))
        .containsExactly(2L, 1L);
  }

  @Test
  default void executionsAreFoundByTheLabelsOfTheirVersions() {
    various();
    var all = ExecutionQuery.newest(10);
    assertThat(ids(all.labelled(labels("team=data")))).isEmpty();
    label();

    assertThat(ids(all.labelled(labels("team=data,tier")))).containsExactly(12L, 3L, 2L, 1L);
    assertThat(ids(all.labelled(labels("team=web")))).isEmpty();
    assertThat(ids(all.labelled(labels("later")))).isEmpty();
    assertThat(ids(all.labelled(labels("team=none")))).isEmpty();
    var some = query(Set.of(Phase.RUNNING, Phase.FAILED), "tests/one", "ts/o", 0);
    assertThat(ids(some.labelled(labels("team=data")))).containsExactly(12L, 2L);
    assertThat(ids(started(Appends.at(2), Appends.at(9)).labelled(labels("tier=1"))))
        .containsExactly(3L, 2L);
  }

  /// The version that runs, a later one, and another playbook.
  private void label() {
    var catalog = store().catalog();
    catalog.register("tests/one", "1", Map.of("team", "data", "tier", "1"));
    catalog.register("tests/one", "2", Map.of("team", "web", "later", ""));
    catalog.register("tests/other", "3", Map.of("team", "none"));
  }

  private static LabelFilter labels(String text) {
    return LabelFilter.parse(text).orElseThrow();
  }

  @Test
  default void executionsAreFoundByWhatTheyAre() {
    various();

    assertThat(ids(query(Set.of(Phase.COMPLETED, Phase.PAUSED), "", "", 0)))
        .containsExactly(3L, 1L);
    assertThat(ids(query(Set.of(), "tests/one", "", 0))).hasSize(4);
    assertThat(ids(query(Set.of(), "tests/on", "", 0))).isEmpty();
    assertThat(ids(query(Set.of(), "", "", 2))).containsExactly(12L);
    assertThat(ids(query(Set.of(Phase.RUNNING), "tests/one", "ts/o", 0))).containsExactly(2L);
  }

  @Test
  default void executionsAreFoundByAPartOfThePathOrTheBeginningOfTheId() {
    various();

    assertThat(ids(query(Set.of(), "", "ts/o", 0))).hasSize(4);
    assertThat(ids(query(Set.of(), "", "1", 0))).containsExactly(12L, 1L);
    assertThat(ids(query(Set.of(), "", "2", 0))).containsExactly(2L);
    assertThat(ids(query(Set.of(), "", "%", 0))).isEmpty();
    assertThat(ids(query(Set.of(), "", "_", 0))).isEmpty();
    assertThat(ids(query(Set.of(), "", "' OR 1=1", 0))).isEmpty();
  }

  @Test
  default void executionsAreFoundByTheirStart() {
    various();

    assertThat(ids(started(Appends.at(2), Appends.at(12)))).containsExactly(3L, 2L);
    assertThat(ids(started(Appends.at(12), Instant.MAX))).containsExactly(12L);
    assertThat(ids(started(Instant.EPOCH, Appends.at(1)))).isEmpty();
  }

  @Test
  default void executionsAreCountedByPhase() {
    assertThat(store().executions().counts(Instant.EPOCH)).isEmpty();
    various();
    Appends.start(4).to(store());

    assertThat(store().executions().counts(Instant.EPOCH))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Phase.COMPLETED, 1L, Phase.RUNNING, 2L, Phase.FAILED, 1L, Phase.PAUSED, 1L));
    assertThat(store().executions().counts(Appends.at(4)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(Phase.RUNNING, 1L, Phase.FAILED, 1L));
  }

  @Test
  default void theOriginalsOfRetriesAreFound() {
    Appends.start(1).in(Phase.FAILED).to(store());
    Appends.after(2, 0).with(retryOf(1)).to(store());
    Appends.after(3, 0).with(retryOf(2)).to(store());

    assertThat(store().executions().originals(List.of(1L, 2L, 9L))).isEqualTo(Map.of(2L, 1L));
    assertThat(store().executions().originals(List.of())).isEmpty();
  }

  @Test
  default void theRetriesOfAnExecutionAreFoundInTheirOrder() {
    Appends.start(1).in(Phase.FAILED).to(store());
    for (long retry : List.of(5L, 2L, 4L)) {
      Appends.after(retry, 0).with(retryOf(1)).to(store());
    }
    Appends.after(3, 0).with(retryOf(2)).to(store());

    assertThat(store().executions().retries(1, 10)).isEqualTo(List.of(2L, 4L, 5L));
    assertThat(store().executions().retries(1, 2)).isEqualTo(List.of(4L, 5L));
    assertThat(store().executions().retries(2, 10)).isEqualTo(List.of(3L));
    assertThat(store().executions().retries(3, 10)).isEmpty();
  }

  private static Event retryOf(long original) {
    return new Event.ExecutionStarted(
        Appends.PLAYBOOK, Content.NOTHING, Origin.NONE, original, "start", false, List.of());
  }

  @Test
  default void theEndsOfExecutionsAreFound() {
    Appends.start(1).to(store());
    var failed = new Event.ExecutionFailed("a", "broke", "it\0broke");
    Appends.after(1, 1).events(2).with(failed).in(Phase.FAILED).to(store());
    Appends.start(2).to(store());
    Appends.start(3).with(new Event.ExecutionCancelled("why")).in(Phase.CANCELLED).to(store());

    var ends = store().executions().ends(List.of(1L, 2L, 9L));

    assertThat(ends.keySet()).containsExactly(1L);
    assertThat(ends.values()).extracting(Entry::event).containsExactly(failed);
    assertThat(ends.values()).extracting(Entry::number).containsExactly(4L);
    assertThat(store().executions().ends(List.of(1L, 3L))).hasSize(2);
    assertThat(store().executions().ends(List.of())).isEmpty();
  }

  private List<Tally> tallies(ExecutionQuery query, Duration width) {
    return store().executions().tallies(query, width).stream()
        .sorted(Comparator.comparingInt(Tally::place).thenComparing(Tally::phase))
        .toList();
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  /// Execution n starts n microseconds after the first instant.
  @Test
  default void executionsAreCountedByPiecesOfATime() {
    assertThat(tallies(started(Appends.at(0), Appends.at(20)), micros(5))).isEmpty();
    various();
    Appends.start(4).in(Phase.COMPLETED).to(store());

    assertThat(tallies(started(Appends.at(0), Appends.at(20)), micros(5)))
        .containsExactly(
            new Tally(0, Phase.RUNNING, 1),
            new Tally(0, Phase.PAUSED, 1),
            new Tally(0, Phase.COMPLETED, 2),
            new Tally(2, Phase.FAILED, 1));
    assertThat(tallies(started(Appends.at(2), Appends.at(4)), micros(1)))
        .containsExactly(new Tally(0, Phase.RUNNING, 1), new Tally(1, Phase.PAUSED, 1));
    assertThat(tallies(started(Instant.EPOCH, Instant.MAX), Duration.ofDays(300_000)))
        .extracting(Tally::count)
        .containsExactly(1L, 1L, 2L, 1L);
  }

  @Test
  default void onlyExecutionsThatAreWantedAreCountedByPieces() {
    various();
    var all = started(Appends.at(0), Appends.at(20));
    var minute = Duration.ofMinutes(1);
    label();

    assertThat(tallies(all.labelled(labels("team=web")), minute)).isEmpty();
    assertThat(tallies(all.labelled(labels("team,tier=1")), minute)).hasSize(4);
    assertThat(
            tallies(
                new ExecutionQuery(
                    Set.of(Phase.FAILED, Phase.RUNNING),
                    "tests/one",
                    "ts/o",
                    2,
                    all.from(),
                    all.until(),
                    Long.MAX_VALUE,
                    1),
                minute))
        .containsExactly(new Tally(0, Phase.FAILED, 1));
  }
}
