package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/// One open database: DuckDB lets one process at a time have a file, so all calls of this process
/// share it, each with a connection of its own.
final class Database {
  private static final long PAUSE_MILLIS = 50;

  private static final String COUNT_OBJECTS =
      """
      SELECT (SELECT count(*) FROM duckdb_tables() WHERE database_name = d AND NOT internal)
           + (SELECT count(*) FROM duckdb_views() WHERE database_name = d AND NOT internal)
           + (SELECT count(*) FROM duckdb_sequences() WHERE database_name = d)
           + (SELECT count(*) FROM duckdb_functions() WHERE database_name = d AND NOT internal)
           + (SELECT count(*) FROM duckdb_types() WHERE database_name = d AND NOT internal)
           + (SELECT count(*) FROM duckdb_schemas() WHERE database_name = d AND NOT internal)
      FROM (SELECT current_database() AS d)
      """;

  private final Place place;
  private final Surroundings surroundings;

  /// Guards opening and closing.
  private final ReentrantLock lock = new ReentrantLock();

  /// One save at a time: those that change a table at once would only make each other fail.
  private final ReentrantLock writing = new ReentrantLock();

  private final Catalog catalog = new Catalog();
  private final ReentrantLock attaching = new ReentrantLock();
  private @Nullable DuckDBConnection keeper;
  private @Nullable Path scratch;

  /// Both are kept by [Databases].
  int users;

  long restingSince;

  Database(Place place, Surroundings surroundings) {
    this.place = place;
    this.surroundings = surroundings;
  }

  Place place() {
    return place;
  }

  Catalog catalog() {
    return catalog;
  }

  ReentrantLock writing() {
    return writing;
  }

  /// One call at a time attaches others: their aliases may be the same.
  ReentrantLock attaching() {
    return attaching;
  }

  boolean isConfined() {
    return surroundings.files().isConfined();
  }

  /// A connection of one's own; the first one opens the database.
  DuckDBConnection connect(Limits limits) throws ToolFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      var open = keeper;
      if (open == null) {
        open = open(limits);
        keeper = open;
      } else {
        change(open, limits);
      }
      return open.duplicate();
    } catch (SQLException e) {
      throw Trouble.opening(place, e);
    } finally {
      lock.unlock();
    }
  }

  private void change(DuckDBConnection open, Limits limits) throws SQLException {
    if (isConfined()) {
      return; // Its configuration is locked: what the first step said holds.
    }
    try (var statement = open.createStatement()) {
      for (var change : limits.changes()) {
        statement.execute(change);
      }
    }
  }

  private DuckDBConnection open(Limits limits) throws ToolFailure, InterruptedException {
    long end = System.nanoTime() + surroundings.patience().toNanos();
    prepare();
    while (true) {
      try {
        return settled(limits);
      } catch (SQLException e) {
        if (!Trouble.isHeldElsewhere(e)) {
          deleteScratch();
          throw Trouble.opening(place, e);
        }
        if (System.nanoTime() - end > 0) {
          deleteScratch();
          throw Trouble.heldElsewhere(place, e);
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void prepare() throws ToolFailure {
    try {
      switch (place) {
        case Place.Memory _ -> {}
        case Place.OfExecution(var file) -> Files.createDirectories(file.getParent());
        case Place.Named(var file) -> {
          surroundings.files().makeParent(file, "database");
          surroundings.files().confine(file, "database");
        }
      }
      scratch = surroundings.scratch().resolve(UUID.randomUUID().toString());
      Files.createDirectories(scratch);
    } catch (IOException e) {
      throw ToolFailure.error(
          "file",
          "cannot make a directory for the database %s: %s (%s)"
              .formatted(place, e.getMessage(), e.getClass().getSimpleName()));
    }
  }

  private DuckDBConnection settled(Limits limits) throws SQLException {
    var file = place instanceof Place.Memory ? "" : place.toString();
    var connection = new DuckDBDriver().connect("jdbc:duckdb:" + file, properties(limits));
    try {
      try (var statement = connection.createStatement()) {
        // What texts without a zone mean must not depend on where the worker runs.
        statement.execute("SET GLOBAL TimeZone = 'UTC'");
        if (isConfined()) {
          confine(statement);
        }
      }
      return connection.unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private Properties properties(Limits limits) {
    var properties = new Properties();
    limits.into(properties);
    properties.setProperty("temp_directory", String.valueOf(scratch));
    // A secret that a step has made must not outlive its database.
    properties.setProperty("allow_persistent_secrets", "false");
    properties.setProperty("jdbc_stream_results", "true");
    return properties;
  }

  private void confine(java.sql.Statement statement) throws SQLException {
    var root = surroundings.files().path() + "/";
    statement.execute("SET GLOBAL allowed_directories = [%s]".formatted(Quoting.literal(root)));
    statement.execute("SET GLOBAL enable_external_access = false");
    statement.execute("SET GLOBAL lock_configuration = true");
  }

  /// A directory for files that are gone when the database is closed.
  Path scratch() {
    var made = scratch;
    if (made == null) {
      throw new IllegalStateException("the database is not open");
    }
    return made;
  }

  /// Closes it if `isUnused` still says so once nobody is opening it.
  void close(java.util.function.BooleanSupplier isUnused) {
    lock.lock();
    try {
      var open = keeper;
      if (open != null && isUnused.getAsBoolean()) {
        boolean isEmpty = place instanceof Place.OfExecution && isEmpty(open);
        closeQuietly(open);
        keeper = null;
        catalog.forget(); // Another process may have it now.
        deleteScratch();
        if (isEmpty) {
          ofFile().ifPresent(Leftovers::delete);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Path> ofFile() {
    return place instanceof Place.OfExecution(var file) ? Optional.of(file) : Optional.empty();
  }

  /// Most steps only look at files, and need no database to be left behind.
  private static boolean isEmpty(DuckDBConnection open) {
    try (var statement = open.createStatement();
        var rows = statement.executeQuery(COUNT_OBJECTS)) {
      return rows.next() && rows.getLong(1) == 0;
    } catch (SQLException e) {
      return false;
    }
  }

  private void deleteScratch() {
    var made = scratch;
    if (made != null) {
      Leftovers.deleteTree(made);
      scratch = null;
    }
  }

  static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // It is given up anyway.
    }
  }
}
