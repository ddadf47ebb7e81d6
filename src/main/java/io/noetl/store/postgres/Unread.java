package io.noetl.store.postgres;

import io.noetl.store.LabelColumn;
import java.util.List;

/// Playbooks whose labels have still to be read out of their texts, as programs registered them
/// that did not know of the column.
final class Unread {
  /// So many texts are in memory at once.
  private static final int BATCH = 50;

  private static final String NEXT =
      """
      SELECT catalog_id, path, content FROM noetl.catalog WHERE labels IS NULL
      ORDER BY catalog_id LIMIT ?
      """;

  /// All lock them in the same order, so that nobody waits for one who waits for him.
  private static final String FILL =
      """
      WITH unread AS (
        SELECT catalog_id FROM noetl.catalog WHERE catalog_id = ANY (?) AND labels IS NULL
        ORDER BY catalog_id FOR UPDATE)
      UPDATE noetl.catalog AS c SET labels = given.labels::jsonb
      FROM unread JOIN unnest(?, ?) AS given (id, labels) ON given.id = unread.catalog_id
      WHERE c.catalog_id = unread.catalog_id
      """;

  private Unread() {}

  private record Labelled(long id, String labels) {}

  /// Reads them all. Where several do so at once the work is done twice, and comes to the same.
  static void read(Database database) {
    for (var batch = next(database); !batch.isEmpty(); batch = next(database)) {
      fill(database, batch);
    }
  }

  private static List<Labelled> next(Database database) {
    return database.run(
        session ->
            session
                .sql(NEXT)
                .small(BATCH)
                .list(
                    row ->
                        new Labelled(row.number(1), LabelColumn.read(row.text(2), row.text(3)))));
  }

  private static void fill(Database database, List<Labelled> batch) {
    var ids = batch.stream().mapToLong(Labelled::id).toArray();
    var labels = batch.stream().map(Labelled::labels).toArray(String[]::new);
    var _ =
        database.run(session -> session.sql(FILL).numbers(ids).numbers(ids).texts(labels).run());
  }
}
