package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Command;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.job.JobId;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.Holder;
import io.noetl.store.News;
import io.noetl.store.Patience;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several stores on one database.
final class PostgresSharedTest {
  private static Settings settings;
  private PostgresStore one;
  private PostgresStore other;

  @BeforeAll
  static void migrate() {
    settings = Server.shared().fresh();
    PostgresMigrations.migrate(settings);
  }

  @BeforeEach
  void open() {
    Server.empty(settings);
    one = PostgresStore.open(settings);
    other = PostgresStore.open(settings);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  /// Each batch goes to several executions that the others want too.
  @Test
  void rivalsAtTheSameExecutionsHaveOneWinnerForEachNumber() throws Exception {
    int executions = 5;
    int rounds = 30;
    for (long execution = 1; execution <= executions; execution++) {
      Appends.start(execution).to(one);
    }
    var appended = new AtomicLong();
    List<Callable<Void>> rivals = new ArrayList<>();
    for (var store : List.of(one, other, one, other)) {
      rivals.add(
          () -> {
            for (int round = 0; round < rounds; round++) {
              appended.addAndGet(advanceAll(store, executions));
            }
            return null;
          });
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var racing : threads.invokeAll(rivals)) {
        racing.get();
      }
    }

    long events = 0;
    for (long execution = 1; execution <= executions; execution++) {
      var numbers = one.read(execution, 0, 10_000).stream().map(Entry::number).toList();
      assertThat(numbers.getLast()).isEqualTo(numbers.size());
      events += numbers.size() - 1;
    }
    assertThat(events).isEqualTo(appended.get()).isPositive();
  }

  private static long advanceAll(Store store, int executions) {
    List<Append> batch = new ArrayList<>();
    for (long execution = executions; execution >= 1; execution--) {
      long last = store.executions().find(execution).orElseThrow().lastEvent();
      batch.add(Appends.after(execution, last).with(new Event.StepCancelled("a", 1, "x")).append());
    }
    return store.commit(batch).stream().filter(new Append.Appended()::equals).count();
  }

  @Test
  void anExecutionIsStartedByOneOfManyWhoTry() throws Exception {
    List<Callable<Append.Answer>> rivals = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      var store = i % 2 == 0 ? one : other;
      rivals.add(() -> Appends.start(1).leased("a").answer(store));
    }

    var answers = new ArrayList<Append.Answer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var starting : threads.invokeAll(rivals)) {
        answers.add(starting.get());
      }
    }

    assertThat(answers).filteredOn(new Append.Appended()::equals).hasSize(1);
    assertThat(answers).filteredOn(new Append.Conflict()::equals).hasSize(9);
    assertThat(one.jobs(1)).hasSize(1);
  }

  /// Of a report and a new lease of the same job one comes first, and the other sees it.
  @Test
  void aReportAndANewLeaseNeverBothCount() throws Exception {
    for (long execution = 1; execution <= 40; execution++) {
      Appends.start(execution).heldBy(Holder.engine("gone")).leased("a").to(one);
      long id = execution;
      var report = Appends.after(id, 1).events(1).guardedBy("a", 1).with(new Command.EndJob("a"));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var reporting = threads.submit(() -> report.answer(one));
        var reclaiming = threads.submit(() -> other.queue().reclaim("me", 10));

        boolean reported = reporting.get().equals(new Append.Appended());
        boolean reclaimed =
            reclaiming.get().stream().anyMatch(it -> id == it.job().id().execution());

        assertThat(reported).as("execution %d", id).isNotEqualTo(reclaimed);
        assertThat(one.jobs(id)).hasSize(reported ? 0 : 1);
      }
    }
  }

  @Test
  void anEngineIsAliveUntilItsStoreCloses() {
    var owner = one.engines().enter();
    var me = other.engines().enter();
    Appends.start(1).ownedBy(owner).leased("a").to(one);
    assertThat(other.engines().isAlive(owner)).isTrue();
    assertThat(other.queue().reclaim(me, 5)).isEmpty();

    one.close();

    assertThat(other.engines().isAlive(owner)).isFalse();
    assertThat(other.engines().adopt(1, me)).isTrue();
    assertThat(other.executions().find(1).orElseThrow().owner()).isEqualTo(me);
    assertThat(other.queue().reclaim(me, 5)).extracting(QueuedJob::owner).containsExactly(me);
  }

  @Test
  void anEngineThatFallsSilentIsMissed() {
    var me = other.engines().enter();
    Server.execute(
        settings, "INSERT INTO noetl.engine VALUES ('silent', now(), now() + interval '1 second')");
    Appends.start(1).heldBy(Holder.engine("silent")).leased("a").to(one);
    assertThat(other.engines().isAlive("silent")).isTrue();

    Patience.until(() -> other.engines().isAlive("silent"), Boolean.FALSE::equals);

    assertThat(other.queue().reclaim(me, 5)).hasSize(1);
    assertThat(other.engines().isAlive(me)).isTrue();
  }

  @Test
  void anEngineWhoseRowWasLostEntersAgain() {
    var owner = one.engines().enter();
    Server.execute(settings, "DELETE FROM noetl.engine");

    Patience.until(() -> other.engines().isAlive(owner), Boolean.TRUE::equals);
  }

  @Test
  void othersHearOfWaitingJobsAndOfThoseToBeStopped() {
    List<News> heard = new CopyOnWriteArrayList<>();
    other.listen(heard::add);
    Appends.start(1).queued("a").to(one);
    Patience.until(
        () -> {
          // It may not have been listening yet.
          long last = one.executions().find(1).orElseThrow().lastEvent();
          Appends.after(1, last).events(1).queued("job" + last).to(one);
          return heard;
        },
        it -> it.contains(new News.Queued("default")));

    Appends.start(2).heldBy(new Holder("the worker", Duration.ofHours(1))).leased("a").to(one);
    Appends.after(2, 1).events(1).with(new Command.StopJob("a")).to(one);
    Patience.until(() -> heard, it -> it.contains(new News.Stopping("the worker")));

    heard.clear();
    one.queue().claim("me", "default", 1, Holder.engine("me"));
    one.queue().release(new JobId(1, "a"), 1, Instant.EPOCH);
    Patience.until(() -> heard, it -> it.contains(new News.Queued("default")));
  }

  @Test
  void oneDoesNotHearItself() {
    List<News> heard = new CopyOnWriteArrayList<>();
    List<News> mine = new CopyOnWriteArrayList<>();
    one.listen(mine::add);
    other.listen(heard::add);

    Patience.until(
        () -> {
          long execution = System.nanoTime();
          Appends.start(execution).queued("a").to(one);
          Appends.start(execution + 1).with(waiting(execution + 1, "of other")).to(other);
          return !mine.isEmpty() && !heard.isEmpty();
        },
        both -> both);

    assertThat(mine).containsOnly(new News.Queued("of other"));
    assertThat(heard).containsOnly(new News.Queued("default"));
  }

  private static Command waiting(long execution, String pool) {
    return new Command.RunJob(Appends.job(execution, "a", pool, 5), false);
  }
}
