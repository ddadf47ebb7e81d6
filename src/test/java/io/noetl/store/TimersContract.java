package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a store does with timers.
interface TimersContract {
  Origin ORIGIN = new Origin(9, "call", "call#2", 3, "score");

  Store store();

  @Test
  default void everyPurposeComesBackAsItWas() {
    List<Timer.Purpose> purposes =
        List.of(
            new Timer.RetryDue("a", 2),
            new Timer.WaitDue("a#2"),
            new Timer.AttemptTimeout("a", 3),
            new Timer.ExecutionTimeout(),
            new Timer.StartChild(
                Long.MAX_VALUE, "tests/child", 0, "", Fields.of("n", Num.of(Double.NaN)), ORIGIN),
            new Timer.StartChild(8, "", 2, "apiVersion: x", Fields.EMPTY, Origin.NONE),
            new Timer.CancelChild(8, "the parent was cancelled"),
            new Timer.TellParent(ORIGIN, Content.NOTHING, "it failed"),
            new Timer.TellParent(ORIGIN, Content.of(Num.of(1)), ""),
            new Timer.TellParent(ORIGIN, new Content.Stored(1, "result/4", 1L << 33), ""));
    var append = Appends.start(1);
    for (int i = 0; i < purposes.size(); i++) {
      append = append.with(set("t" + i, i, purposes.get(i)));
    }

    append.to(store());

    assertThat(store().timers(1)).extracting(Timer::purpose).isEqualTo(purposes);
  }

  @Test
  default void theSoonestComesFirst() {
    Appends.start(1)
        .with(set("late", 30, new Timer.ExecutionTimeout()))
        .with(set("b", 10, new Timer.ExecutionTimeout()))
        .with(set("soon", 5, new Timer.ExecutionTimeout()))
        .with(set("a", 10, new Timer.ExecutionTimeout()))
        .to(store());
    Appends.start(2).with(set("other", 1, new Timer.ExecutionTimeout())).to(store());

    assertThat(store().timers(1)).extracting(Timer::name).containsExactly("soon", "a", "b", "late");
    assertThat(store().timers(1)).extracting(Timer::due).first().isEqualTo(Appends.at(5));
  }

  @Test
  default void oneOfTheSameNameIsReplaced() {
    Appends.start(1).with(set("t", 5, new Timer.WaitDue("a"))).to(store());

    Appends.after(1, 1).events(1).with(set("t", 9, new Timer.RetryDue("a", 2))).to(store());

    assertThat(store().timers(1))
        .containsExactly(new Timer("t", Appends.at(9), new Timer.RetryDue("a", 2)));
  }

  @Test
  default void anEndedTimerIsGone() {
    Appends.start(1)
        .with(set("a", 1, new Timer.WaitDue("a")))
        .with(set("b", 2, new Timer.WaitDue("b")))
        .with(set("c", 3, new Timer.WaitDue("c")))
        .to(store());

    Appends.after(1, 1)
        .events(1)
        .with(new Command.EndTimer("a"))
        .with(new Command.EndTimer("unknown"))
        .to(store());
    store().endTimer(1, timer("c", 3, new Timer.WaitDue("c")));
    store().endTimer(1, timer("unknown", 3, new Timer.WaitDue("c")));
    store().endTimer(99, timer("c", 3, new Timer.WaitDue("c")));

    assertThat(store().timers(1)).extracting(Timer::name).containsExactly("b");
  }

  @Test
  default void aNewerTimerOfTheSameNameOutlivesTheEndOfTheOlder() {
    Appends.start(1).with(set("a", 9, new Timer.WaitDue("a"))).to(store());

    store().endTimer(1, timer("a", 1, new Timer.WaitDue("a")));

    assertThat(store().timers(1)).extracting(Timer::name).containsExactly("a");
  }

  @Test
  default void dueTimersComeOldestFirstFromAllExecutions() {
    Appends.start(1)
        .with(set("late", 30, new Timer.ExecutionTimeout()))
        .with(set("second", 20, new Timer.WaitDue("a")))
        .to(store());
    Appends.start(2).with(set("first", 10, new Timer.ExecutionTimeout())).to(store());

    assertThat(store().dueTimers(Appends.OWNER, Appends.at(30), 10))
        .containsExactly(
            new DueTimer(2, timer("first", 10, new Timer.ExecutionTimeout())),
            new DueTimer(1, timer("second", 20, new Timer.WaitDue("a"))));
    assertThat(store().dueTimers(Appends.OWNER, Appends.at(31), 2)).hasSize(2);
    assertThat(store().dueTimers(Appends.OWNER, Appends.at(31), 10)).hasSize(3);
  }

  @Test
  default void timersOfPausedExecutionsRest() {
    Appends.start(1).with(set("t", 1, new Timer.WaitDue("a"))).to(store());
    Appends.after(1, 1).events(1).in(Phase.PAUSED).to(store());
    assertThat(store().dueTimers(Appends.OWNER, Appends.at(30), 10)).isEmpty();

    Appends.after(1, 2).events(1).to(store());

    assertThat(store().dueTimers(Appends.OWNER, Appends.at(30), 10)).hasSize(1);
  }

  @Test
  default void timersOfEndedExecutionsAreStillDue() {
    Appends.start(1)
        .with(set("tell", 1, new Timer.TellParent(ORIGIN, Content.NOTHING, "")))
        .in(Phase.COMPLETED)
        .to(store());

    assertThat(store().dueTimers(Appends.OWNER, Appends.at(30), 10)).hasSize(1);
  }

  @Test
  default void onlyASharedStoreShowsTheTimersOfOthers() {
    Appends.start(1).with(set("t", 1, new Timer.WaitDue("a"))).to(store());

    assertThat(store().dueTimers("engine-2", Appends.at(30), 10))
        .hasSize(store().isShared() ? 1 : 0);
  }

  private static Timer timer(String name, long due, Timer.Purpose purpose) {
    return new Timer(name, Appends.at(due), purpose);
  }

  private static Command set(String name, long due, Timer.Purpose purpose) {
    return new Command.SetTimer(new Timer(name, Appends.at(due), purpose));
  }
}
