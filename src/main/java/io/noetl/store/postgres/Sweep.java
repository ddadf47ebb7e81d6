package io.noetl.store.postgres;

import io.noetl.store.Retention.Remains;
import java.sql.SQLException;
import java.util.List;

/// Deletes a piece of what dropped executions left behind. The events go from the last to the
/// first: as long as anything is left of an execution, its event 1 is, so that nobody begins
/// another one under its id.
final class Sweep {
  private static final String NEXT =
      """
      SELECT execution_id, events FROM noetl.pruned
      ORDER BY execution_id LIMIT ? FOR UPDATE SKIP LOCKED
      """;

  private static final String LOGS =
      """
      DELETE FROM noetl.log WHERE (execution_id, log_id) IN (
        SELECT execution_id, log_id FROM noetl.log WHERE execution_id = ANY (?) LIMIT ?)
      """;

  private static final String PAYLOADS =
      """
      DELETE FROM noetl.payload WHERE (execution_id, name) IN (
        SELECT execution_id, name FROM noetl.payload WHERE execution_id = ANY (?) LIMIT ?)
      """;

  private static final String LATEST_EVENTS =
      "DELETE FROM noetl.event WHERE execution_id = ? AND event_id > ?";

  private static final String SHORTEN = "UPDATE noetl.pruned SET events = ? WHERE execution_id = ?";

  /// In this order: an execution is done when nothing is left of it.
  private static final List<String> REST =
      List.of(
          "DELETE FROM noetl.log_size WHERE execution_id = ANY (?)",
          "DELETE FROM noetl.queue WHERE execution_id = ANY (?)",
          "DELETE FROM noetl.timer WHERE execution_id = ANY (?)",
          "DELETE FROM noetl.signal WHERE execution_id = ANY (?)",
          "DELETE FROM noetl.event WHERE execution_id = ANY (?)",
          "DELETE FROM noetl.pruned WHERE execution_id = ANY (?)");

  /// Bounds the executions of one transaction.
  private static final int EXECUTIONS_MAX = 500;

  /// Payloads are large: each has many rows beside the table.
  private static final int PAYLOADS_MAX = 100;

  private final Session session;
  private final int rows;

  Sweep(Session session, int rows) {
    this.session = session;
    this.rows = rows;
  }

  /// How many rows were deleted.
  int run() throws SQLException {
    var next =
        session
            .sql(NEXT)
            .number(EXECUTIONS_MAX)
            .list(row -> new Remains(row.number(1), row.number(2)));
    if (next.isEmpty()) {
      return 0;
    }
    var remains = Remains.within(rows, next);
    var ids = remains.stream().mapToLong(Remains::execution).toArray();
    int logs = session.sql(LOGS).numbers(ids).number(rows).run();
    int payloads = session.sql(PAYLOADS).numbers(ids).number(PAYLOADS_MAX).run();
    int swept = logs + payloads;
    if (logs == rows || payloads == PAYLOADS_MAX) {
      return swept;
    }
    var first = remains.getFirst();
    return swept + (first.events() > rows ? shorten(first) : rest(ids));
  }

  /// Of a long history only the end; it stands alone among the remains.
  private int shorten(Remains remains) throws SQLException {
    long left = remains.events() - rows;
    int swept = session.sql(LATEST_EVENTS).number(remains.execution()).number(left).run();
    return swept + session.sql(SHORTEN).number(left).number(remains.execution()).run();
  }

  private int rest(long[] ids) throws SQLException {
    int swept = 0;
    for (var each : REST) {
      swept += session.sql(each).numbers(ids).run();
    }
    return swept;
  }
}
