package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.News;
import io.noetl.store.Patience;
import io.noetl.store.StoreUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database goes away and comes back while it is worked with.
final class RestartTest {
  private static final int EXECUTIONS = 6;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path data;

  /// Appends one event after the other to its own execution; answers with how many were
  /// acknowledged.
  private record Load(PostgresStore store, AtomicBoolean stop, AtomicLong acknowledged) {
    Load(PostgresStore store) {
      this(store, new AtomicBoolean(), new AtomicLong());
    }

    List<Future<Long>> start(ExecutorService threads) {
      List<Future<Long>> started = new ArrayList<>();
      for (long execution = 1; execution <= EXECUTIONS; execution++) {
        started.add(threads.submit(appending(execution)));
      }
      return started;
    }

    private Callable<Long> appending(long execution) {
      return () -> {
        Appends.start(execution).to(store);
        long last = 1;
        while (!stop.get()) {
          var event = new Event.StepCancelled("step", (int) last, "append " + last);
          var answer = Appends.after(execution, last).with(event).answer(store);
          assertThat(answer).isEqualTo(new Append.Appended());
          last++;
          acknowledged.incrementAndGet();
        }
        return last;
      };
    }

    /// Until some more have been acknowledged.
    void goOn() {
      long before = acknowledged.get();
      Patience.until(acknowledged::get, now -> now > before + 5 * EXECUTIONS);
    }

    void check(List<Future<Long>> started) throws Exception {
      stop.set(true);
      for (int i = 0; i < started.size(); i++) {
        var numbers = store.read(i + 1L, 0, Integer.MAX_VALUE).stream().map(Entry::number).toList();
        assertThat(numbers).hasSize(Math.toIntExact(started.get(i).get()));
        assertThat(numbers.getLast()).isEqualTo(started.get(i).get());
      }
    }
  }

  @Test
  void aRestartUnderLoadLosesNothingAndDoublesNothing() throws Exception {
    try (var server = Server.in(data);
        var store = PostgresStore.open(server.fresh().patient(LONG));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var load = new Load(store);
      var started = load.start(threads);
      for (int i = 0; i < 2; i++) {
        load.goOn();
        server.stop();
        server.startAgain();
      }
      load.goOn();

      load.stop().set(true);
      for (var each : started) {
        each.get();
      }
      load.check(started);
    }
  }

  @Test
  void connectionsThatBreakUnderLoadLoseNothingAndDoubleNothing() throws Exception {
    var settings = Server.shared().fresh();
    try (var store = PostgresStore.open(settings.patient(LONG));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var load = new Load(store);
      var started = load.start(threads);
      for (int i = 0; i < 15; i++) {
        load.goOn();
        Server.execute(
            settings,
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);
      }
      load.goOn();

      load.stop().set(true);
      for (var each : started) {
        each.get();
      }
      load.check(started);
    }
  }

  @Test
  void patienceEndsAndTheStoreGoesOnWhenTheDatabaseIsBack() throws Exception {
    try (var server = Server.in(data);
        var store = PostgresStore.open(server.fresh().patient(Duration.ofMillis(200)))) {
      Appends.start(1).to(store);
      server.stop();

      assertThatThrownBy(() -> Appends.start(2).answer(store))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("look whether the server runs");
      assertThatThrownBy(() -> store.read(1, 0, 10)).isInstanceOf(StoreUnavailable.class);

      server.startAgain();
      Patience.until(() -> isReadable(store), Boolean.TRUE::equals);
      Appends.after(1, 1).events(1).to(store);
    }
  }

  private static boolean isReadable(PostgresStore store) {
    try {
      return store.read(1, 0, 10).size() == 1;
    } catch (StoreUnavailable e) {
      return false;
    }
  }

  @Test
  void nobodyIsTakenForDeadBecauseTheDatabaseWasAway() throws Exception {
    try (var server = Server.in(data)) {
      var settings = server.fresh().patient(LONG);
      try (var one = PostgresStore.open(settings);
          var other = PostgresStore.open(settings)) {
        var owner = one.engines().enter();
        var me = other.engines().enter();
        Appends.start(1).ownedBy(owner).leased("a").to(one);
        server.stop();
        // Longer than it takes to miss a heartbeat.
        long until = System.nanoTime() + 2 * settings.pulse().missedAfter().toNanos();
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }

        server.startAgain();

        long watched = System.nanoTime() + 4 * settings.pulse().missedAfter().toNanos();
        while (System.nanoTime() < watched) {
          assertThat(other.engines().isAlive(owner)).isTrue();
          assertThat(other.queue().reclaim(me, 5)).isEmpty();
        }
      }
    }
  }

  @Test
  void newsGoOnAfterARestartWithAWordOfWarning() throws Exception {
    try (var server = Server.in(data)) {
      var settings = server.fresh().patient(LONG);
      try (var one = PostgresStore.open(settings);
          var other = PostgresStore.open(settings)) {
        List<News> heard = new CopyOnWriteArrayList<>();
        other.listen(heard::add);
        server.stop();
        server.startAgain();

        Patience.until(() -> heard, it -> it.contains(new News.Anything()));
        Appends.start(1).queued("a").to(one);

        Patience.until(() -> heard, it -> it.contains(new News.Queued("default")));
      }
    }
  }
}
