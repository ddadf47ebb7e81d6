package io.noetl.store.sqlite;

import io.noetl.store.Retention.Remains;
import java.sql.SQLException;
import java.util.List;

/// Deletes a piece of what dropped executions left behind. The events go from the last to the
/// first: as long as anything is left of an execution, its event 1 is, so that nobody begins
/// another one under its id.
final class Sweep {
  private static final String NEXT =
      "SELECT execution_id, events FROM pruned ORDER BY execution_id LIMIT ?";

  private static final String LOGS =
      """
      DELETE FROM log WHERE execution_id = ?1 AND log_id IN (
        SELECT log_id FROM log WHERE execution_id = ?1 LIMIT ?2)
      """;

  private static final String PAYLOADS =
      """
      DELETE FROM payload WHERE execution_id = ?1 AND name IN (
        SELECT name FROM payload WHERE execution_id = ?1 LIMIT ?2)
      """;

  private static final String EVENTS = "DELETE FROM event WHERE execution_id = ? AND event_id > ?";

  private static final String SHORTEN = "UPDATE pruned SET events = ? WHERE execution_id = ?";

  private static final List<String> FEW =
      List.of(
          "DELETE FROM log_size WHERE execution_id = ?",
          "DELETE FROM queue WHERE execution_id = ?",
          "DELETE FROM timer WHERE execution_id = ?",
          "DELETE FROM signal WHERE execution_id = ?");

  private static final String DONE = "DELETE FROM pruned WHERE execution_id = ?";

  /// Bounds the executions of one transaction.
  private static final int EXECUTIONS_MAX = 500;

  /// Payloads are large: each has many pages to be set free.
  private static final int PAYLOADS_MAX = 100;

  private final Session session;
  private final int rows;
  private int logs;
  private int payloads;

  Sweep(Session session, int rows) {
    this.session = session;
    this.rows = rows;
    this.logs = rows;
    this.payloads = PAYLOADS_MAX;
  }

  static List<Remains> next(Session session, int max) throws SQLException {
    return session.sql(NEXT).number(max).list(row -> new Remains(row.number(1), row.number(2)));
  }

  /// How many rows were deleted.
  int run() throws SQLException {
    int swept = 0;
    for (var remains : Remains.within(rows, next(session, EXECUTIONS_MAX))) {
      if (logs > 0 && payloads > 0) {
        swept += sweep(remains);
      }
    }
    return swept;
  }

  private int sweep(Remains remains) throws SQLException {
    long execution = remains.execution();
    int printed = session.sql(LOGS).number(execution).number(logs).run();
    logs -= printed;
    int stored = session.sql(PAYLOADS).number(execution).number(payloads).run();
    payloads -= stored;
    if (logs == 0 || payloads == 0) {
      return printed + stored;
    }
    return printed + stored + events(remains);
  }

  private int events(Remains remains) throws SQLException {
    long execution = remains.execution();
    long left = Math.max(0, remains.events() - rows);
    int swept = session.sql(EVENTS).number(execution).number(left).run();
    if (left > 0) {
      return swept + session.sql(SHORTEN).number(left).number(execution).run();
    }
    for (var few : FEW) {
      swept += session.sql(few).number(execution).run();
    }
    return swept + session.sql(DONE).number(execution).run();
  }
}
