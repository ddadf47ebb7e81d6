package io.noetl.store.postgres;

import io.noetl.store.postgres.Settings.Pulse;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A PostgreSQL of our own, on a free port: one for all tests of a JVM, or one that a test may
/// stop.
public final class Server implements AutoCloseable {
  private static final Pulse QUICK = new Pulse(Duration.ofMillis(50), Duration.ofMillis(400));

  private static final List<String> TABLES =
      List.of(
          "execution",
          "event",
          "queue",
          "timer",
          "payload",
          "log",
          "log_size",
          "signal",
          "engine",
          "catalog",
          "credential",
          "token",
          "runtime",
          "request_key",
          "pruned");

  private final Path data;
  private final AtomicInteger databases = new AtomicInteger();
  private EmbeddedPostgres running;

  private Server(EmbeddedPostgres running, Path data) {
    this.running = running;
    this.data = data;
  }

  /// The one of all tests; it ends with the JVM.
  public static Server shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final Server SERVER = startShared();

    private static Server startShared() {
      try {
        return new Server(builder().start(), Path.of(""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// One that can be stopped and started again on its data.
  static Server in(Path data) throws IOException {
    return new Server(kept(data).start(), data);
  }

  /// What is flushed or not makes no difference to a process that dies.
  private static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "off")
        .setServerConfig("max_connections", "200")
        .setErrorRedirector(Redirect.DISCARD)
        .setOutputRedirector(Redirect.DISCARD);
  }

  private static EmbeddedPostgres.Builder kept(Path data) {
    return builder().setDataDirectory(data).setCleanDataDirectory(false);
  }

  void stop() throws IOException {
    running.close();
  }

  void startAgain() throws IOException {
    running = kept(data).setPort(running.getPort()).start();
  }

  /// Settings for a database that nobody else uses.
  public Settings fresh() {
    var name = "test_" + databases.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return settings(name, "postgres");
  }

  Settings settings(String database, String user) {
    return Settings.of(url(database), user, "").with(QUICK);
  }

  private String url(String database) {
    return running.getJdbcUrl("postgres", database).replaceFirst("[?].*", "");
  }

  static Connection connect(Settings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  void execute(String database, String sql) {
    execute(settings(database, "postgres"), sql);
  }

  static void execute(Settings settings, String sql) {
    try (var connection = connect(settings);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Forgets all that was written, but not the tables.
  public static void empty(Settings settings) {
    execute(
        settings,
        TABLES.stream().map("DELETE FROM noetl.%s;"::formatted).collect(Collectors.joining()));
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
