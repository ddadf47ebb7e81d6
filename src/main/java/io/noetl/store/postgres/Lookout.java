package io.noetl.store.postgres;

import io.noetl.store.News;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/// A connection of its own, on which this store says that its engines are alive and hears what
/// other engines did. Busy or broken connections of the pool do not disturb it.
///
/// After the database was away, every engine's last heartbeat is old. So this one judges others
/// only when its own heartbeats have gone well for as long as a missed one takes: the others had
/// that time too.
final class Lookout implements AutoCloseable {
  private static final String LISTEN = "LISTEN noetl";

  /// An engine whose row was lost (a fail-over that forgot the last moments) enters again.
  private static final String BEAT =
      """
      INSERT INTO noetl.engine (name, entered_at, heartbeat_at)
      SELECT name, clock_timestamp(), clock_timestamp() FROM unnest(?::text[]) AS name
      ON CONFLICT (name) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
      """;

  private static final String LEAVE = "DELETE FROM noetl.engine WHERE name = ANY (?)";

  /// Of those who died long ago, nothing needs the rows: who is not there is gone.
  private static final String SWEEP =
      "DELETE FROM noetl.engine WHERE heartbeat_at < now() - interval '1 day'";

  private final Database database;
  private final String sender;
  private final Settings.Pulse pulse;
  private final List<String> engines = new CopyOnWriteArrayList<>();
  private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile boolean closing;
  private Optional<Thread> thread = Optional.empty();

  /// When the last heartbeat went well, and the first of those since then without a gap.
  private long lastBeat;

  private long steadySince;

  Lookout(Database database, String sender) {
    this.database = database;
    this.sender = sender;
    this.pulse = database.settings().pulse();
  }

  /// Enters an engine: from now on it is heard of.
  void enter(String engine) {
    engines.add(engine);
    database.run(session -> session.sql(SWEEP).run() + beat(session));
    beaten();
    start();
  }

  List<String> engines() {
    return engines;
  }

  void listen(Consumer<News> listener) {
    listeners.add(listener);
    start();
  }

  /// Whether a silent engine may be taken for dead. Without an engine of its own a store knows no
  /// better than the database.
  synchronized boolean judges() {
    long now = System.nanoTime();
    long missed = pulse.missedAfter().toNanos();
    return engines.isEmpty() || now - lastBeat < missed && now - steadySince >= missed;
  }

  private synchronized void beaten() {
    long now = System.nanoTime();
    if (steadySince == 0 || now - lastBeat >= pulse.missedAfter().toNanos()) {
      steadySince = now;
    }
    lastBeat = now;
  }

  private int beat(Session session) throws SQLException {
    return session.sql(BEAT).texts(engines.toArray(String[]::new)).run();
  }

  private synchronized void start() {
    if (thread.isEmpty() && !closing) {
      thread = Optional.of(Thread.ofVirtual().name("store-lookout").start(this::serve));
    }
  }

  private void serve() {
    boolean first = true;
    while (!closing) {
      try (var fresh = Database.connect(database.settings())) {
        connection = Optional.of(fresh);
        new Session(fresh).script(LISTEN);
        if (!first) {
          tell(new News.Anything());
        }
        first = false;
        watch(fresh);
      } catch (SQLException _) {
        // It is away, or this store is closing. Those who work with the database say what is wrong.
        first = false;
        rest();
      }
    }
  }

  private void watch(Connection fresh) throws SQLException {
    var session = new Session(fresh);
    var ears = fresh.unwrap(PGConnection.class);
    long due = System.nanoTime();
    while (!closing) {
      if (System.nanoTime() >= due) {
        due = System.nanoTime() + pulse.period().toNanos();
        beat(session);
        beaten();
      }
      long left = Duration.ofNanos(due - System.nanoTime()).toMillis();
      for (var notification : ears.getNotifications((int) Math.max(1, left))) {
        hear(notification.getParameter());
      }
    }
  }

  /// `<sender> queued <pool>` or `<sender> stopping <holder>`.
  private void hear(String said) {
    var words = said.split(" ", 3);
    if (words.length < 3 || words[0].equals(sender)) {
      return;
    }
    switch (words[1]) {
      case "queued" -> tell(new News.Queued(words[2]));
      case "stopping" -> tell(new News.Stopping(words[2]));
      default -> tell(new News.Anything());
    }
  }

  private void tell(News news) {
    listeners.forEach(listener -> listener.accept(news));
  }

  /// No longer than a period: an engine must not be missed because it waited.
  private void rest() {
    new Patience(pulse.period()).pause();
  }

  /// The engines of this store are gone, and say so if they can.
  @Override
  public void close() {
    closing = true;
    Optional<Thread> running;
    synchronized (this) {
      running = thread;
    }
    connection.ifPresent(Lookout::abort);
    running.ifPresent(Lookout::join);
    if (!engines.isEmpty()) {
      try {
        database.once(session -> session.sql(LEAVE).texts(engines.toArray(String[]::new)).run());
      } catch (SQLException _) {
        // They will be missed.
      }
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException _) {
      // It is closed already.
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
