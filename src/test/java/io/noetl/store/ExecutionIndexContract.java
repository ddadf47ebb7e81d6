package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What a store says about executions as a whole.
interface ExecutionIndexContract {
  Store store();

  @Test
  default void anExecutionIsFoundAsItWasStarted() {
    Appends.start(5).childOf(3).to(store());

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
                0,
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
}
