package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// Brings the schema to what this program knows, version by version. A released script is never
/// changed: a change is a new one.
final class Migrations {
  /// Version 1 is the first.
  private static final List<String> SCRIPTS =
      List.of(
          "V001__histories_queue_catalog.sql",
          "V002__progress_claims_registries.sql",
          "V003__retention.sql",
          "V004__retries.sql",
          "V005__log_times.sql",
          "V006__bad_ends.sql",
          "V007__labels.sql");

  private static final String VERSION_TABLE =
      "CREATE TABLE IF NOT EXISTS schema_version"
          + " (version INTEGER PRIMARY KEY, script TEXT NOT NULL, applied_at INTEGER NOT NULL)";

  private static final String KNOWS_VERSIONS =
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'";

  private static final String VERSION = "SELECT coalesce(max(version), 0) FROM schema_version";

  private static final String APPLIED =
      "INSERT INTO schema_version VALUES (?, ?, CAST(unixepoch('subsec') * 1000000 AS INTEGER))";

  private Migrations() {}

  static void run(Session session, Path file) throws SQLException {
    if (version(session, file) < SCRIPTS.size()) {
      session.begin();
      try {
        // Another process may have done it meanwhile.
        session.sql(VERSION_TABLE).run();
        for (int version = version(session, file); version < SCRIPTS.size(); version++) {
          var script = SCRIPTS.get(version);
          session.script(text(script));
          session.sql(APPLIED).number(version + 1).text(script).run();
        }
        session.commit();
      } catch (SQLException | RuntimeException e) {
        session.rollback();
        throw e;
      }
    }
  }

  private static int version(Session session, Path file) throws SQLException {
    if (session.sql(KNOWS_VERSIONS).first(row -> row.small(1)).isEmpty()) {
      return 0;
    }
    int version = session.sql(VERSION).first(row -> row.small(1)).orElse(0);
    if (version > SCRIPTS.size()) {
      throw new StoreUnavailable(
          "%s was written by a newer NoETL (schema %d, this one knows %d): use that one or newer"
              .formatted(file, version, SCRIPTS.size()));
    }
    return version;
  }

  private static String text(String script) {
    try (var in = Migrations.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("the script %s is not in the program".formatted(script));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
