package io.noetl.store.sqlite;

import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.LabelColumn;
import io.noetl.store.Micros;
import io.noetl.store.Store.Catalog;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.store.Store.CatalogLine;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of registered playbooks.
final class SqliteCatalog implements Catalog {
  /// Whether none of the labels is missing that come as a JSON object, null for any value. One
  /// statement serves for any number of them; names are compared as they are, not as JSON paths.
  static final String LABELLED =
      """
      NOT EXISTS (
        SELECT 1 FROM json_each(?) AS wanted
        WHERE NOT EXISTS (
          SELECT 1 FROM json_each(catalog.labels) AS label
          WHERE label.key = wanted.key AND label.value = coalesce(wanted.value, label.value)))
      """;

  private static final String COLUMNS = "SELECT path, version, content, created_at FROM catalog";
  private static final String LATEST = COLUMNS + " WHERE path = ? ORDER BY version DESC LIMIT 1";
  private static final String ONE = COLUMNS + " WHERE path = ? AND version = ?";
  private static final String LINES = "SELECT path, version, created_at FROM catalog";
  private static final String NEWEST_FIRST = " ORDER BY catalog_id DESC";

  private static final String OF_PATH = COLUMNS + " WHERE path = ? ORDER BY version DESC";

  private static final String INSERT =
      "INSERT INTO catalog (path, version, content, created_at, labels) VALUES (?, ?, ?, ?, ?)";

  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  SqliteCatalog(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  /// Registering what is there already writes nothing.
  @Override
  public int register(String path, String content, Map<String, String> labels) {
    var latest = find(path, 0);
    if (latest.isPresent() && latest.get().content().equals(content)) {
      return latest.get().version();
    }
    return writer.write(session -> register(session, path, content, LabelColumn.written(labels)));
  }

  private int register(Session session, String path, String content, String labels)
      throws SQLException {
    var latest = latest(session, path);
    if (latest.isPresent() && latest.get().content().equals(content)) {
      return latest.get().version();
    }
    int version = latest.map(CatalogEntry::version).orElse(0) + 1;
    session
        .sql(INSERT)
        .text(path)
        .number(version)
        .text(content)
        .number(Micros.of(clock.instant()))
        .text(labels)
        .run();
    return version;
  }

  @Override
  public Optional<CatalogEntry> find(String path, int version) {
    return readers.read(
        session ->
            version == 0
                ? latest(session, path)
                : session.sql(ONE).text(path).number(version).first(SqliteCatalog::entry));
  }

  private static Optional<CatalogEntry> latest(Session session, String path) throws SQLException {
    return session.sql(LATEST).text(path).first(SqliteCatalog::entry);
  }

  @Override
  public List<CatalogEntry> list(String path) {
    return readers.read(
        session ->
            path.isEmpty()
                ? session.sql(COLUMNS + NEWEST_FIRST).list(SqliteCatalog::entry)
                : session.sql(OF_PATH).text(path).list(SqliteCatalog::entry));
  }

  @Override
  public List<CatalogLine> lines(LabelFilter labels) {
    return readers.read(
        session ->
            labels.isAny()
                ? session.sql(LINES + NEWEST_FIRST).list(SqliteCatalog::line)
                : session
                    .sql(LINES + " WHERE " + LABELLED + NEWEST_FIRST)
                    .text(LabelColumn.wanted(labels))
                    .list(SqliteCatalog::line));
  }

  private static CatalogLine line(Sql.Row row) throws SQLException {
    return new CatalogLine(new PlaybookRef(row.text(1), row.small(2)), row.instant(3));
  }

  private static CatalogEntry entry(Sql.Row row) throws SQLException {
    return new CatalogEntry(row.text(1), row.small(2), row.text(3), Micros.instant(row.number(4)));
  }
}
