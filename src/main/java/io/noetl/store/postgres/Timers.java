package io.noetl.store.postgres;

import io.noetl.broker.Timer;
import io.noetl.store.DueTimer;
import io.noetl.store.Micros;
import io.noetl.store.TimerCodec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The table of timers.
final class Timers {
  private static final String DONE =
      "DELETE FROM noetl.timer WHERE execution_id = ? AND name = ? AND due_at = ?";

  private static final String OF_EXECUTION =
      """
      SELECT name, due_at, purpose, detail FROM noetl.timer
      WHERE execution_id = ? ORDER BY due_at, name
      """;

  private static final String DUE =
      """
      SELECT execution_id, name, due_at, purpose, detail
      FROM noetl.timer JOIN noetl.execution USING (execution_id)
      WHERE due_at < ? AND status <> 'PAUSED'
      ORDER BY due_at, execution_id, name LIMIT ?
      """;

  private final Database database;

  Timers(Database database) {
    this.database = database;
  }

  List<Timer> of(long execution) {
    return database.run(
        session -> session.sql(OF_EXECUTION).number(execution).list(row -> timer(row, 1)));
  }

  /// The timer has been carried out; a newer one of its name stays.
  void done(long execution, Timer timer) {
    database.run(
        session ->
            session
                .sql(DONE)
                .number(execution)
                .text(timer.name())
                .instant(Micros.cut(timer.due()))
                .run());
  }

  List<DueTimer> due(Instant before, int max) {
    return database.run(
        session ->
            session
                .sql(DUE)
                .instant(before)
                .number(max)
                .list(row -> new DueTimer(row.number(1), timer(row, 2))));
  }

  private static Timer timer(Sql.Row row, int column) throws SQLException {
    return new Timer(
        row.text(column),
        row.instant(column + 1),
        TimerCodec.purpose(row.text(column + 2), row.text(column + 3)));
  }
}
