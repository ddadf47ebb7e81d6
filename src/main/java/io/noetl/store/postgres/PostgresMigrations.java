package io.noetl.store.postgres;

import io.noetl.store.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings the schema `noetl` to what this program knows, script by script. A released script is
/// never changed: a change is a new one.
public final class PostgresMigrations {
  private static final List<String> SCRIPTS =
      List.of(
          "V001__histories_queue_registries.sql",
          "V002__append.sql",
          "V003__views.sql",
          "V004__retention.sql",
          "V005__retries.sql",
          "V006__log_times.sql",
          "V007__labels.sql");

  private static final int SERVER_VERSION_MIN = 140_000;

  /// Anything will do that nobody else locks: the letters of "noetl".
  private static final String LOCK = "SELECT pg_advisory_lock(121399171564)";

  private static final String SERVER_VERSION =
      "SELECT current_setting('server_version_num')::integer, current_setting('server_version')";

  private static final String HAS_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = 'noetl'";

  private static final String HAS_VERSIONS =
      "SELECT 1 FROM pg_class WHERE oid = to_regclass('noetl.schema_version')";

  private static final String DROP_SCHEMA = "DROP SCHEMA IF EXISTS noetl CASCADE";

  private static final String CREATE_SCHEMA = "CREATE SCHEMA noetl";

  private static final String CREATE_VERSIONS =
      """
      CREATE TABLE noetl.schema_version (
        version INTEGER PRIMARY KEY, script TEXT NOT NULL, checksum TEXT NOT NULL,
        applied_at TIMESTAMPTZ NOT NULL)
      """;

  private static final String APPLIED =
      "SELECT version, script, checksum FROM noetl.schema_version ORDER BY version";

  private static final String APPLY = "INSERT INTO noetl.schema_version VALUES (?, ?, ?, now())";

  private PostgresMigrations() {}

  /// How a database's schema compares with this program: scripts that are still `missing` in it,
  /// those that only a newer program knows, and those that were `changed` since they were applied.
  public record Report(List<String> missing, List<String> newer, List<String> changed) {
    public Report {
      missing = List.copyOf(missing);
      newer = List.copyOf(newer);
      changed = List.copyOf(changed);
    }

    public boolean isCurrent() {
      return missing.isEmpty() && newer.isEmpty() && changed.isEmpty();
    }

    /// What is wrong and what to do, for a human.
    public String sentence() {
      if (!newer.isEmpty()) {
        return "the schema was written by a newer NoETL (%s): use that one or newer"
            .formatted(String.join(", ", newer));
      }
      if (!changed.isEmpty()) {
        return "the schema is not what this NoETL knows under that name (%s): use the one that"
                .formatted(String.join(", ", changed))
            + " wrote it";
      }
      return missing.isEmpty()
          ? "the schema is up to date"
          : "the schema lacks %s: run 'noetl db migrate' as its owner"
              .formatted(String.join(", ", missing));
    }
  }

  /// Compares and changes nothing.
  public static Report check(Settings settings) {
    return connected(settings, PostgresMigrations::compare);
  }

  /// Applies what is missing, in a transaction for each script, and answers with its names. Several
  /// may do so at once: one works and the others wait for it.
  public static List<String> migrate(Settings settings) {
    return connected(
        settings,
        connection -> {
          new Session(connection).sql(LOCK).any();
          var report = compare(connection);
          if (!report.newer().isEmpty() || !report.changed().isEmpty()) {
            throw new StoreUnavailable(settings.place() + ": " + report.sentence());
          }
          for (var script : report.missing()) {
            apply(connection, script);
          }
          return report.missing();
        });
  }

  /// Deletes the schema with all that is in it.
  public static void drop(Settings settings) {
    connected(
        settings,
        connection -> {
          var session = new Session(connection);
          session.sql(LOCK).any();
          session.script(DROP_SCHEMA);
          return true;
        });
  }

  /// Sees to it that the schema is what this program needs, in the way that the settings allow.
  static void prepare(Settings settings) {
    var report = check(settings);
    if (!report.isCurrent() && settings.upkeep() == Settings.Upkeep.MIGRATE) {
      migrate(settings);
    } else if (!report.isCurrent()) {
      throw new StoreUnavailable(settings.place() + ": " + report.sentence());
    }
  }

  private interface Task<T> {
    T with(Connection connection) throws SQLException;
  }

  private static <T> T connected(Settings settings, Task<T> task) {
    var patience = new Patience(settings.patience());
    while (true) {
      try (var connection = Database.connect(settings)) {
        checkServer(connection, settings);
        return task.with(connection);
      } catch (SQLException e) {
        if (!Trouble.isConnection(e) || !patience.pause()) {
          throw Trouble.of(e, settings.place());
        }
      }
    }
  }

  private static void checkServer(Connection connection, Settings settings) throws SQLException {
    var old =
        new Session(connection)
            .sql(SERVER_VERSION)
            .first(row -> row.small(1) < SERVER_VERSION_MIN ? row.text(2) : "")
            .orElse("");
    if (!old.isEmpty()) {
      throw new StoreUnavailable(
          "%s is PostgreSQL %s: NoETL needs 14 or newer".formatted(settings.place(), old));
    }
  }

  private static Report compare(Connection connection) throws SQLException {
    var applied = applied(connection);
    List<String> missing = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (int version = 1; version <= SCRIPTS.size(); version++) {
      var script = SCRIPTS.get(version - 1);
      var known = applied.remove(version);
      if (known == null) {
        missing.add(script);
      } else if (!known.checksum().equals(checksum(text(script)))) {
        changed.add(known.script());
      }
    }
    return new Report(missing, applied.values().stream().map(Applied::script).toList(), changed);
  }

  private record Applied(int version, String script, String checksum) {}

  private static Map<Integer, Applied> applied(Connection connection) throws SQLException {
    var session = new Session(connection);
    Map<Integer, Applied> applied = new TreeMap<>();
    if (session.sql(HAS_VERSIONS).any()) {
      session
          .sql(APPLIED)
          .list(row -> new Applied(row.small(1), row.text(2), row.text(3)))
          .forEach(it -> applied.put(it.version(), it));
    }
    return applied;
  }

  private static void apply(Connection connection, String script) throws SQLException {
    var session = new Session(connection);
    var text = text(script);
    session.begin();
    if (!session.sql(HAS_SCHEMA).any()) {
      session.script(CREATE_SCHEMA);
    }
    if (!session.sql(HAS_VERSIONS).any()) {
      session.script(CREATE_VERSIONS);
    }
    session.script(text);
    session.sql(APPLY).small(SCRIPTS.indexOf(script) + 1).text(script).text(checksum(text)).run();
    session.commit();
  }

  private static String text(String script) {
    try (var in = PostgresMigrations.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("the script %s is not in the program".formatted(script));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
