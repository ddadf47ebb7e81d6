package io.noetl.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.noetl.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// The connections to the database, and the patience with it: while it is away, work is tried
/// again.
///
/// Work is done on threads of our own: an interrupt would close the connection in the middle of it.
final class Database implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /// Longer than any statement of ours takes: whoever says nothing for so long is gone.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Duration KEEPALIVE = Duration.ofSeconds(60);
  private static final int RACES_MAX = 20;

  private final Settings settings;
  private final HikariDataSource pool;
  private volatile boolean closing;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("store-", 0).factory());

  Database(Settings settings) {
    this.settings = settings;
    this.pool = new HikariDataSource(config(settings));
  }

  private static HikariConfig config(Settings settings) {
    var config = new HikariConfig();
    config.setPoolName("noetl");
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(properties(settings));
    config.setMaximumPoolSize(settings.pool().connections());
    config.setMinimumIdle(settings.pool().writers());
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setValidationTimeout(CONNECT.toMillis() / 2);
    config.setKeepaliveTime(KEEPALIVE.toMillis());
    // Opening waits for the server itself, and tells the trouble better.
    config.setInitializationFailTimeout(-1);
    return config;
  }

  private static Properties properties(Settings settings) {
    var properties = new Properties();
    if (!settings.user().isEmpty()) {
      properties.setProperty("user", settings.user());
    }
    if (!settings.password().isEmpty()) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "noetl");
    properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    properties.setProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("hostRecheckSeconds", "1");
    return properties;
  }

  /// A connection outside of the pool.
  static Connection connect(Settings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), properties(settings));
  }

  Settings settings() {
    return settings;
  }

  /// Does `work` in transactions of single statements. It may be done twice where an answer is
  /// lost, and must do no harm then.
  <T> T run(Work<T> work) {
    return aside(() -> persist(() -> once(work)));
  }

  /// Does `work` in one transaction. Where the answer to its commit is lost, `check` finds out what
  /// became of it: the result if it was done, nothing if it was not.
  <T> T transact(Work<T> work, Check<T> check) {
    return aside(() -> new Transaction<>(work, check).done());
  }

  /// Finds out whether something was done.
  interface Check<T> {
    Optional<T> find(Session session, T result) throws SQLException;
  }

  private <T> T aside(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("the store on %s is closed".formatted(settings.place()), e);
    } catch (CompletionException e) {
      throw again(e);
    }
  }

  private static RuntimeException again(CompletionException wrapped) {
    var cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
    return cause instanceof StoreUnavailable trouble
        ? new StoreUnavailable(String.valueOf(trouble.getMessage()), trouble)
        : new IllegalStateException("the store failed: " + cause.getMessage(), cause);
  }

  /// What may fail because the database is away.
  interface Try<T> {
    T now() throws SQLException;
  }

  /// Tries until it succeeds or patience ends. On a thread of the store only.
  <T> T persist(Try<T> attempt) {
    var patience = new Patience(settings.patience());
    int races = 0;
    while (true) {
      try {
        return attempt.now();
      } catch (SQLException e) {
        if (Trouble.isRace(e) && races++ < RACES_MAX) {
          continue;
        }
        if (!Trouble.isConnection(e)) {
          throw failed(e);
        }
        if (closing || !patience.pause()) {
          throw Trouble.of(e, settings.place());
        }
      }
    }
  }

  private RuntimeException failed(SQLException e) {
    return Trouble.isSetting(e)
        ? Trouble.of(e, settings.place())
        : new IllegalStateException(e.getMessage(), e);
  }

  /// Does the work on a connection of the pool, once.
  <T> T once(Work<T> work) throws SQLException {
    try (var connection = pool.getConnection()) {
      try {
        return work.with(new Session(connection));
      } catch (SQLException e) {
        if (Trouble.isReadOnly(e)) {
          pool.evictConnection(connection);
        }
        throw e;
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    threads.close();
    pool.close();
  }

  /// Work that is tried until it is known to be done.
  private final class Transaction<T> {
    private final Work<T> work;
    private final Check<T> check;
    private Optional<T> doubtful = Optional.empty();

    Transaction(Work<T> work, Check<T> check) {
      this.work = work;
      this.check = check;
    }

    T done() {
      return persist(() -> once(this::attempt));
    }

    private T attempt(Session session) throws SQLException {
      if (doubtful.isPresent()) {
        var found = check.find(session, doubtful.get());
        if (found.isPresent()) {
          return found.get();
        }
        doubtful = Optional.empty();
      }
      session.begin();
      T result;
      try {
        result = work.with(session);
      } catch (SQLException | RuntimeException e) {
        undo(session, e);
        throw e;
      }
      doubtful = Optional.of(result);
      session.commit();
      return result;
    }

    private static void undo(Session session, Exception reason) {
      try {
        session.rollback();
      } catch (SQLException e) {
        // The connection is lost, and the transaction with it.
        reason.addSuppressed(e);
      }
    }
  }
}
