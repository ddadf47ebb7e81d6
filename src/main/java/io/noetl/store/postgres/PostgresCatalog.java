package io.noetl.store.postgres;

import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.LabelColumn;
import io.noetl.store.Store.Catalog;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.store.Store.CatalogLine;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of registered playbooks.
final class PostgresCatalog implements Catalog {
  /// Whether all labels are there that are wanted with a value, and all of any value. The inner
  /// SELECTs keep the values from the planner: the set of what is found counts as small, and so as
  /// one that fits in memory, whatever the statistics say.
  static final String LABELLED = "labels @> (SELECT ?::jsonb) AND labels ??& (SELECT ?::text[])";

  private static final String COLUMNS =
      "SELECT path, version, content, created_at FROM noetl.catalog";

  private static final String LATEST = COLUMNS + " WHERE path = ? ORDER BY version DESC LIMIT 1";
  private static final String ONE = COLUMNS + " WHERE path = ? AND version = ?";
  private static final String LINES = "SELECT path, version, created_at FROM noetl.catalog";
  private static final String NEWEST_FIRST = " ORDER BY catalog_id DESC";

  private static final String OF_PATH = COLUMNS + " WHERE path = ? ORDER BY version DESC";

  /// Two who register at once find the same next version: one of them has to look again.
  private static final String INSERT =
      """
      INSERT INTO noetl.catalog (path, version, content, created_at, labels)
      SELECT ?, ?, ?, clock_timestamp(), ?::jsonb
      ON CONFLICT DO NOTHING
      """;

  private static final int TRIES_MAX = 1_000;

  private final Database database;

  PostgresCatalog(Database database) {
    this.database = database;
  }

  @Override
  public int register(String path, String content, Map<String, String> labels) {
    return database.run(session -> register(session, path, content, LabelColumn.written(labels)));
  }

  private static int register(Session session, String path, String content, String labels)
      throws SQLException {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var latest = latest(session, path);
      if (latest.isPresent() && latest.get().content().equals(content)) {
        return latest.get().version();
      }
      int version = latest.map(CatalogEntry::version).orElse(0) + 1;
      if (session.sql(INSERT).text(path).small(version).text(content).text(labels).run() == 1) {
        return version;
      }
    }
    throw new IllegalStateException(
        "%s is still being registered by others after %d tries".formatted(path, TRIES_MAX));
  }

  @Override
  public Optional<CatalogEntry> find(String path, int version) {
    return database.run(
        session ->
            version == 0
                ? latest(session, path)
                : session.sql(ONE).text(path).small(version).first(PostgresCatalog::entry));
  }

  private static Optional<CatalogEntry> latest(Session session, String path) throws SQLException {
    return session.sql(LATEST).text(path).first(PostgresCatalog::entry);
  }

  @Override
  public List<CatalogEntry> list(String path) {
    return database.run(
        session ->
            path.isEmpty()
                ? session.sql(COLUMNS + NEWEST_FIRST).list(PostgresCatalog::entry)
                : session.sql(OF_PATH).text(path).list(PostgresCatalog::entry));
  }

  @Override
  public List<CatalogLine> lines(LabelFilter labels) {
    return database.run(
        session ->
            labels.isAny()
                ? session.sql(LINES + NEWEST_FIRST).list(PostgresCatalog::line)
                : giveLabels(session.sql(LINES + " WHERE " + LABELLED + NEWEST_FIRST), labels)
                    .list(PostgresCatalog::line));
  }

  /// What [#LABELLED] asks for.
  static Sql giveLabels(Sql sql, LabelFilter labels) throws SQLException {
    return sql.text(LabelColumn.certain(labels)).texts(LabelColumn.names(labels));
  }

  private static CatalogLine line(Sql.Row row) throws SQLException {
    return new CatalogLine(new PlaybookRef(row.text(1), row.small(2)), row.instant(3));
  }

  private static CatalogEntry entry(Sql.Row row) throws SQLException {
    return new CatalogEntry(row.text(1), row.small(2), row.text(3), row.instant(4));
  }
}
