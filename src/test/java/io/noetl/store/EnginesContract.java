package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import io.noetl.store.Store.Signal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a store knows about those who use it.
interface EnginesContract {
  Store store();

  @Test
  default void whoEnteredIsAlive() {
    var first = store().engines().enter();
    var second = store().engines().enter();

    assertThat(first).isNotEqualTo(second);
    assertThat(store().engines().isAlive(first)).isTrue();
    assertThat(store().engines().isAlive(second)).isTrue();
    assertThat(store().engines().isAlive("nobody")).isFalse();
    assertThat(store().engines().isAlive("")).isFalse();
  }

  @Test
  default void anExecutionOfADeadOwnerIsAdopted() {
    var me = store().engines().enter();
    Appends.start(1).ownedBy("long-gone").to(store());

    assertThat(store().engines().adopt(1, me)).isTrue();

    assertThat(store().executions().find(1).orElseThrow().owner()).isEqualTo(me);
    assertThat(store().executions().unfinished("long-gone")).isEmpty();
    assertThat(store().executions().unfinished(me)).hasSize(1);
  }

  @Test
  default void anExecutionOfALivingOwnerStaysItsOwn() {
    var owner = store().engines().enter();
    var other = store().engines().enter();
    Appends.start(1).ownedBy(owner).to(store());

    assertThat(store().engines().adopt(1, other)).isEqualTo(store().isShared());
    assertThat(store().engines().adopt(1, owner)).isTrue();

    assertThat(store().executions().find(1).orElseThrow().owner()).isEqualTo(owner);
  }

  @Test
  default void whatDoesNotExistIsNotAdopted() {
    assertThat(store().engines().adopt(99, store().engines().enter())).isFalse();
  }

  @Test
  default void aSignalIsTakenOnce() {
    var me = store().engines().enter();
    Appends.start(1).ownedBy(me).to(store());
    Appends.start(2).ownedBy("another").to(store());

    store().engines().signal(1, "cancel", "by hand");
    store().engines().signal(1, "pause", "");
    store().engines().signal(2, "cancel", "");

    var mine = List.of(new Signal(1, "cancel", "by hand"), new Signal(1, "pause", ""));
    var others = List.of(new Signal(2, "cancel", ""));
    assertThat(store().engines().takeSignals(me))
        .containsExactlyElementsOf(store().isShared() ? joined(mine, others) : mine);
    assertThat(store().engines().takeSignals(me)).isEmpty();
    assertThat(store().engines().takeSignals("another"))
        .containsExactlyElementsOf(store().isShared() ? List.of() : others);
  }

  private static List<Signal> joined(List<Signal> some, List<Signal> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @Test
  default void aSignalForWhatEndedOrNeverWasIsDropped() {
    var me = store().engines().enter();
    Appends.start(1).ownedBy(me).to(store());
    Appends.after(1, 1).events(1).in(Phase.COMPLETED).to(store());

    store().engines().signal(1, "cancel", "");
    store().engines().signal(99, "cancel", "");

    assertThat(store().engines().takeSignals(me)).isEmpty();
  }

  @Test
  default void aSignalGoesWithTheExecutionToItsNewOwner() {
    Appends.start(1).ownedBy("long-gone").to(store());
    store().engines().signal(1, "cancel", "");
    var me = store().engines().enter();

    store().engines().adopt(1, me);

    assertThat(store().engines().takeSignals(me)).containsExactly(new Signal(1, "cancel", ""));
  }

  @Test
  default void aSignalWaitsForAnEngineThatMayTakeIt() {
    Appends.start(1).ownedBy("another").to(store());
    store().engines().signal(1, "cancel", "");

    assertThat(store().engines().takeSignals(store().engines().enter()).isEmpty())
        .isNotEqualTo(store().isShared());
  }
}
