package io.noetl.tool.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// Keeps connections warm between calls, for each target no more than [#EACH_MAX] at once.
///
/// Ready pools open connections in the background and answer one that cannot be opened by waiting;
/// here a wrong password is to be told at once, by the call that has it.
final class Connections implements AutoCloseable {
  /// A server has 100 by default, and others want some, too.
  static final int EACH_MAX = 8;

  private static final int IDLE_MAX = 64;
  private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

  /// One that rested longer is asked whether it still works.
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int VALID_SECONDS = 5;
  private static final String LOGIN_SECONDS = "15";
  private static final String CONNECT_SECONDS = "10";

  private final Map<Target, Pool> pools = new HashMap<>();
  private @Nullable ScheduledExecutorService sweeper;
  private int idle;
  private boolean closed;

  private static final class Pool {
    private final Semaphore permits = new Semaphore(EACH_MAX, true);
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int users;
  }

  private record Idle(BaseConnection connection, long since) {}

  /// A connection that belongs to one call until it is given back.
  final class Lease {
    private final Target target;
    private final Pool pool;
    private final BaseConnection connection;

    private Lease(Target target, Pool pool, BaseConnection connection) {
      this.target = target;
      this.pool = pool;
      this.connection = connection;
    }

    BaseConnection connection() {
      return connection;
    }

    /// Another call may have it.
    void giveBack() {
      if (!keep(target, connection)) {
        drop();
        return;
      }
      leave(pool);
    }

    /// Nobody can know what state it is in.
    void drop() {
      closeQuietly(connection);
      leave(pool);
    }
  }

  /// Waits while all connections of the target are in use.
  Lease take(Target target) throws SQLException, InterruptedException {
    var pool = enter(target);
    boolean isTaken = false;
    try {
      pool.permits.acquire();
      try {
        var lease = new Lease(target, pool, connection(target, pool));
        isTaken = true;
        return lease;
      } finally {
        if (!isTaken) {
          pool.permits.release();
        }
      }
    } finally {
      if (!isTaken) {
        forget(pool);
      }
    }
  }

  private void leave(Pool pool) {
    pool.permits.release();
    forget(pool);
  }

  private synchronized Pool enter(Target target) {
    if (closed) {
      throw new IllegalStateException("the postgres tool is closed");
    }
    var pool = pools.computeIfAbsent(target, _ -> new Pool());
    pool.users++;
    return pool;
  }

  private synchronized void forget(Pool pool) {
    pool.users--;
  }

  private BaseConnection connection(Target target, Pool pool) throws SQLException {
    for (var warm = warm(pool); warm != null; warm = warm(pool)) {
      boolean isTrusted = System.nanoTime() - warm.since() < TRUSTED_NANOS;
      if (isTrusted || warm.connection().isValid(VALID_SECONDS)) {
        return warm.connection();
      }
      closeQuietly(warm.connection());
    }
    return open(target);
  }

  private synchronized @Nullable Idle warm(Pool pool) {
    var warm = pool.idle.pollLast();
    if (warm != null) {
      idle--;
    }
    return warm;
  }

  private BaseConnection open(Target target) throws SQLException {
    var connection = new Driver().connect(target.url(), properties(target));
    if (connection == null) {
      throw new SQLException("the driver does not know " + target.url(), "08001");
    }
    try {
      settle(connection);
      return connection.unwrap(BaseConnection.class);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static Properties properties(Target target) {
    var properties = target.properties();
    properties.setProperty("ApplicationName", "noetl");
    properties.setProperty("assumeMinServerVersion", "10");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", LOGIN_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    // Texts take the type that their place wants, and values come as texts: what they mean is
    // read in one place.
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("binaryTransfer", "false");
    // Statements kept on the server outlive changes of tables, and confuse poolers before it.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("maxResultBuffer", Integer.toString(Rows.CHARS_MAX));
    return properties;
  }

  /// What texts without a zone mean must not depend on where the worker runs.
  private static void settle(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
    }
  }

  /// Takes away what a call's own statements may have left: an open transaction, settings,
  /// temporary tables, locks. Where that fails nobody else gets the connection.
  static void cleanUp(BaseConnection connection) {
    try (var statement = connection.createStatement()) {
      if (connection.getTransactionState() != TransactionState.IDLE) {
        statement.execute("ROLLBACK");
      }
      statement.execute("DISCARD ALL");
      settle(connection);
    } catch (SQLException e) {
      closeQuietly(connection);
    }
  }

  private synchronized boolean keep(Target target, BaseConnection connection) {
    if (closed || idle >= IDLE_MAX) {
      return false;
    }
    var pool = pools.get(target);
    if (pool == null) {
      return false;
    }
    pool.idle.addLast(new Idle(connection, System.nanoTime()));
    idle++;
    if (sweeper == null) {
      sweeper = Executors.newSingleThreadScheduledExecutor(Connections::sweeperThread);
      var _ = sweeper.scheduleWithFixedDelay(this::sweep, 15, 15, TimeUnit.SECONDS);
    }
    return true;
  }

  private static Thread sweeperThread(Runnable work) {
    return Thread.ofVirtual().name("noetl-postgres-idle").unstarted(work);
  }

  private void sweep() {
    closeIdleSince(System.nanoTime() - IDLE_NANOS_MAX);
  }

  /// Closes what has rested since before `instant`, and forgets targets that nobody uses.
  void closeIdleSince(long instant) {
    List<BaseConnection> old = new ArrayList<>();
    synchronized (this) {
      for (var pool : pools.values()) {
        while (!pool.idle.isEmpty() && pool.idle.getFirst().since() - instant <= 0) {
          old.add(pool.idle.removeFirst().connection());
          idle--;
        }
      }
      pools.values().removeIf(pool -> pool.users == 0 && pool.idle.isEmpty());
    }
    old.forEach(Connections::closeQuietly);
  }

  /// How many rest.
  synchronized int idle() {
    return idle;
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is given up anyway.
    }
  }

  /// Those in use are closed when they are given back.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (sweeper != null) {
        sweeper.shutdownNow();
      }
      if (idle == 0) {
        return; // Most runs never speak to PostgreSQL, and need not load its driver to end.
      }
    }
    closeIdleSince(System.nanoTime());
  }
}
