package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Phase;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What a store does with histories.
interface EventLogContract {
  Store store();

  @Test
  default void anAppendCanBeReadAtOnce() {
    var append = Appends.start(1).events(2);

    append.to(store());

    assertThat(store().read(1, 0, 10)).isEqualTo(append.append().events());
  }

  @Test
  default void aSecondAppendFollowsTheFirst() {
    Appends.start(1).events(1).to(store());
    var second = Appends.after(1, 2).events(2);

    second.to(store());

    assertThat(store().read(1, 2, 10)).isEqualTo(second.append().events());
    assertThat(store().read(1, 0, 10)).extracting(Entry::number).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  default void aRivalThatComesLateChangesNothing() {
    Appends.start(1).events(1).to(store());
    var late =
        Appends.after(1, 1)
            .events(1)
            .with(new Command.RunJob(Appends.job(1, "late"), false))
            .payload("late", Num.of(1))
            .with(new Append.LogLine("late", 1, 1, "late"));

    assertThat(late.answer(store())).isEqualTo(new Append.Conflict());

    assertThat(store().read(1, 0, 10)).hasSize(2);
    assertThat(store().jobs(1)).isEmpty();
    assertThat(store().logs(1)).isEmpty();
    assertThat(store().executions().find(1))
        .hasValueSatisfying(row -> assertThat(row.lastEvent()).isEqualTo(2));
  }

  @Test
  default void anAppendFromTheFutureIsAConflict() {
    Appends.start(1).to(store());

    assertThat(Appends.after(1, 5).events(1).answer(store())).isEqualTo(new Append.Conflict());
    assertThat(Appends.after(2, 5).events(1).answer(store())).isEqualTo(new Append.Conflict());
    assertThat(store().executions().find(2)).isEmpty();
  }

  @Test
  default void anExecutionStartsOnce() {
    Appends.start(1).to(store());

    assertThat(Appends.start(1).answer(store())).isEqualTo(new Append.Conflict());
  }

  @Test
  default void eachAppendOfABatchStandsAlone() {
    Appends.start(1).to(store());
    var batch =
        List.of(
            Appends.start(2).append(),
            Appends.start(1).append(),
            Appends.after(2, 1).events(1).append(),
            Appends.after(1, 1).events(1).append(),
            Appends.after(1, 1).events(1).append());

    var answers = store().commit(batch);

    assertThat(answers)
        .containsExactly(
            new Append.Appended(),
            new Append.Conflict(),
            new Append.Appended(),
            new Append.Appended(),
            new Append.Conflict());
    assertThat(store().read(1, 0, 10)).hasSize(2);
    assertThat(store().read(2, 0, 10)).hasSize(2);
  }

  @Test
  default void anEmptyBatchIsNothing() {
    assertThat(store().commit(List.of())).isEmpty();
  }

  @Test
  default void anAppendWithoutEventsStillNeedsTheLastNumber() {
    Appends.start(1).events(1).to(store());

    Appends.after(1, 2).payload("checkpoint/a/1", Num.of(1)).to(store());

    assertThat(Appends.after(1, 1).answer(store())).isEqualTo(new Append.Conflict());
    assertThat(store().checkpoints(1, "a")).containsExactly(Num.of(1));
  }

  @Test
  default void readingIsBoundedAndGoesOn() {
    Appends.start(1).events(9).to(store());

    assertThat(store().read(1, 0, 4)).extracting(Entry::number).containsExactly(1L, 2L, 3L, 4L);
    assertThat(store().read(1, 4, 4)).extracting(Entry::number).containsExactly(5L, 6L, 7L, 8L);
    assertThat(store().read(1, 8, 4)).extracting(Entry::number).containsExactly(9L, 10L);
    assertThat(store().read(1, 10, 4)).isEmpty();
    assertThat(store().read(99, 0, 4)).isEmpty();
  }

  @Test
  default void everyKindOfEventComesBackAsItWas() {
    var events = new RandomEvents(new Random(1), 1);
    List<Event> written = new ArrayList<>();
    for (var kind : EventKind.values()) {
      written.add(events.of(kind));
    }
    var append = Appends.after(1, 0);
    for (var event : written) {
      append = append.with(event);
    }

    append.to(store());

    assertThat(store().read(1, 0, 100)).extracting(Entry::event).isEqualTo(written);
  }

  @Test
  default void rowsAreTheColumns() {
    Appends.start(1).childOf(7).to(store());

    var row = store().rows(1, 0, 10).getFirst();

    assertThat(row.type()).isEqualTo("execution_start");
    assertThat(row.parentExecution()).isEqualTo(7);
    assertThat(row.createdAt()).isEqualTo(Appends.at(1));
    assertThat(row.catalog()).isZero();
    assertThat(EventCodec.decode(row)).isEqualTo(store().read(1, 0, 1).getFirst());
  }

  @Test
  default void rowsNameTheRegisteredPlaybook() {
    store().catalog().register(Appends.PLAYBOOK.path(), "text", Map.of());

    Appends.start(1).to(store());

    assertThat(store().rows(1, 0, 1).getFirst().catalog()).isPositive();
  }

  @Test
  default void nodeIdsTellVisitsApart() {
    Appends.start(1).with(new Event.StepCancelled("a", 2, "")).to(store());

    assertThat(store().rows(1, 0, 9)).extracting(EventRow::nodeId).containsExactly("", "1:a#2");
  }

  @Test
  default void aStoredValueCanBeReadAndReplaced() {
    var stored = new Content.Stored(1, "result/2", 1);
    Appends.start(1).payload("result/2", Fields.of("a", Text.of("half\ud83d"))).to(store());
    assertThat(store().payload(stored)).isEqualTo(Fields.of("a", Text.of("half\ud83d")));

    Appends.after(1, 1).payload("result/2", Num.of(Double.NaN)).to(store());

    assertThat(store().payload(stored)).isEqualTo(Num.of(Double.NaN));
  }

  @Test
  default void aStoredValueThatIsNotThereIsABug() {
    assertThatThrownBy(() -> store().payload(new Content.Stored(1, "gone", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gone");
  }

  @Test
  default void logsComeInOrderEachWithTheTimeOfItsEvents() {
    Appends.start(1)
        .with(new Append.LogLine("b", 1, 1, "one\n"))
        .with(new Append.LogLine("a", 2, 3, "two\n"))
        .to(store());
    Appends.after(1, 1).events(2).with(new Append.LogLine("b", 1, 2, "three\n")).to(store());

    assertThat(store().logs(1))
        .containsExactly(
            new Append.LogLine("b", 1, 1, "one\n", Appends.at(1)),
            new Append.LogLine("a", 2, 3, "two\n", Appends.at(1)),
            new Append.LogLine("b", 1, 2, "three\n", Appends.at(3)));
    assertThat(store().logs(2)).isEmpty();
  }

  @Test
  default void logsGoOnAfterWhatWasSeen() {
    Appends.start(1)
        .with(new Append.LogLine("a", 1, 1, "one"))
        .with(new Append.LogLine("b", 1, 1, "two"))
        .with(new Append.LogLine("a", 1, 1, "three"))
        .with(new Append.LogLine("a", 1, 1, "four"))
        .to(store());

    assertThat(texts("", 1, 2)).containsExactly("two", "three");
    assertThat(texts("", 4, 2)).isEmpty();
    assertThat(texts("a", 0, 9)).containsExactly("one", "three", "four");
    assertThat(texts("a", 2, 9)).containsExactly("four");
    assertThat(texts("c", 0, 9)).isEmpty();
  }

  private List<String> texts(String step, long seen, int max) {
    return store().logs(1, step, seen, max).stream().map(Append.LogLine::text).toList();
  }

  @Test
  default void aValueIsLookedUpByItsName() {
    Appends.start(1).payload("event/1/workload", Num.of(7)).to(store());

    assertThat(store().findPayload(new Content.Stored(1, "event/1/workload", 0)))
        .contains(Num.of(7));
    assertThat(store().findPayload(new Content.Stored(1, "event/2/result", 0))).isEmpty();
    assertThat(store().findPayload(new Content.Stored(2, "event/1/workload", 0))).isEmpty();
  }

  @Test
  default void whatNoDatabaseKeepsIsReplacedInLogs() {
    Appends.start(1).with(new Append.LogLine("a", 1, 1, "a\0b\ud83dc\ude00d😀")).to(store());

    assertThat(store().logs(1))
        .extracting(Append.LogLine::text)
        .containsExactly("a\ufffdb\ufffdc\ufffdd😀");
  }

  @Test
  default void aStepsLogIsCutAtItsLimitAndSaysSo() {
    var half = "x".repeat(LogLimit.CHARACTERS_MAX / 2 + 1);
    Appends.start(1)
        .with(new Append.LogLine("a", 1, 1, half))
        .with(new Append.LogLine("a", 1, 1, half))
        .with(new Append.LogLine("a", 1, 1, "never"))
        .with(new Append.LogLine("b", 1, 1, "of another step"))
        .to(store());

    var texts = store().logs(1).stream().map(Append.LogLine::text).toList();

    assertThat(texts)
        .containsExactly(
            half, half.substring(0, half.length() - 2) + LogLimit.CUT, "of another step");
  }

  @Test
  default void manyRacingAtOneExecutionHaveOneWinnerForEachNumber() throws Exception {
    int threads = 8;
    int wins = 20;
    Appends.start(1).to(store());
    Callable<Integer> racer =
        () -> {
          int won = 0;
          while (won < wins) {
            long last = store().executions().find(1).orElseThrow().lastEvent();
            var answer = Appends.after(1, last).events(2).answer(store());
            won += answer instanceof Append.Appended ? 1 : 0;
          }
          return won;
        };

    try (var racers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var racing : racers.invokeAll(Collections.nCopies(threads, racer))) {
        assertThat(racing.get()).isEqualTo(wins);
      }
    }

    var numbers = store().read(1, 0, 1000).stream().map(Entry::number).toList();
    assertThat(numbers).hasSize(1 + threads * wins * 2);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1L);
    }
  }

  @Test
  default void aFinishedExecutionSaysWhenItEnded() {
    Appends.start(1).to(store());

    Appends.after(1, 1)
        .with(new Event.ExecutionCompleted(Content.NOTHING))
        .in(Phase.COMPLETED)
        .to(store());

    var row = store().executions().find(1).orElseThrow();
    assertThat(row.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(row.endedAt()).isEqualTo(Appends.at(2));
    assertThat(row.lastEvent()).isEqualTo(2);
  }

  @Test
  default void anEndedExecutionIsNeverReopened() {
    Appends.start(1).in(Phase.COMPLETED).to(store());

    assertThatThrownBy(() -> Appends.after(1, 1).events(1).answer(store()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("never reopened");

    assertThat(store().read(1, 0, 10)).hasSize(1);
  }
}
