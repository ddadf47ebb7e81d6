package io.noetl.store.sqlite;

import io.noetl.store.LabelColumn;
import java.sql.SQLException;
import java.util.List;

/// Playbooks whose labels have still to be read out of their texts, as programs registered them
/// that did not know of the column.
final class Unread {
  /// So many texts are in memory at once, and others who write wait for so many rows.
  private static final int BATCH = 50;

  private static final String NEXT =
      """
      SELECT catalog_id, path, content FROM catalog WHERE labels IS NULL
      ORDER BY catalog_id LIMIT ?
      """;

  private static final String FILL =
      "UPDATE catalog SET labels = ? WHERE catalog_id = ? AND labels IS NULL";

  private Unread() {}

  private record Labelled(long id, String labels) {}

  /// Reads them all. Where several do so at once the work is done twice, and comes to the same.
  static void read(Session session) throws SQLException {
    for (var batch = next(session); !batch.isEmpty(); batch = next(session)) {
      session.begin();
      try {
        for (var each : batch) {
          session.sql(FILL).text(each.labels()).number(each.id()).run();
        }
        session.commit();
      } catch (SQLException | RuntimeException e) {
        session.rollback();
        throw e;
      }
    }
  }

  private static List<Labelled> next(Session session) throws SQLException {
    return session
        .sql(NEXT)
        .number(BATCH)
        .list(row -> new Labelled(row.number(1), LabelColumn.read(row.text(2), row.text(3))));
  }
}
