package io.noetl.store.sqlite;

import io.noetl.broker.Timer;
import io.noetl.store.DueTimer;
import io.noetl.store.Micros;
import io.noetl.store.TimerCodec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The table of timers.
final class Timers {
  private static final String SET =
      """
      INSERT INTO timer (execution_id, name, due_at, purpose, detail) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (execution_id, name) DO UPDATE
      SET due_at = excluded.due_at, purpose = excluded.purpose, detail = excluded.detail
      """;

  private static final String END = "DELETE FROM timer WHERE execution_id = ? AND name = ?";

  private static final String DONE = END + " AND due_at = ?";

  private static final String OF_EXECUTION =
      "SELECT name, due_at, purpose, detail FROM timer WHERE execution_id = ? ORDER BY due_at,"
          + " name";

  /// From the timers to their executions: hence CROSS.
  private static final String DUE =
      """
      SELECT timer.execution_id, name, due_at, purpose, detail
      FROM timer CROSS JOIN execution USING (execution_id)
      WHERE due_at < ? AND owner = ? AND status <> 'PAUSED'
      ORDER BY due_at, execution_id, name LIMIT ?
      """;

  private Timers() {}

  static void set(Session session, long execution, Timer timer, String detail) throws SQLException {
    session
        .sql(SET)
        .number(execution)
        .text(timer.name())
        .number(Micros.of(timer.due()))
        .text(TimerCodec.word(timer.purpose()))
        .text(detail)
        .run();
  }

  static int end(Session session, long execution, String name) throws SQLException {
    return session.sql(END).number(execution).text(name).run();
  }

  /// The timer has been carried out; a newer one of its name stays.
  static int done(Session session, long execution, Timer timer) throws SQLException {
    return session
        .sql(DONE)
        .number(execution)
        .text(timer.name())
        .number(Micros.of(timer.due()))
        .run();
  }

  static List<Timer> of(Session session, long execution) throws SQLException {
    return session.sql(OF_EXECUTION).number(execution).list(row -> timer(row, 1));
  }

  static List<DueTimer> due(Session session, String owner, Instant before, int max)
      throws SQLException {
    return session
        .sql(DUE)
        .number(Micros.of(before))
        .text(owner)
        .number(max)
        .list(row -> new DueTimer(row.number(1), timer(row, 2)));
  }

  private static Timer timer(Sql.Row row, int column) throws SQLException {
    return new Timer(
        row.text(column),
        row.instant(column + 1),
        TimerCodec.purpose(row.text(column + 2), row.text(column + 3)));
  }
}
