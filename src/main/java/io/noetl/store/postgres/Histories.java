package io.noetl.store.postgres;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.store.Append.LogLine;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Reads what happened: events, stored values, logs. JSON is read on the caller's thread.
final class Histories {
  /// As [Sql.Row#event] reads them, then the execution.
  static final String EVENT =
      """
      SELECT event_id, catalog_id, parent_event_id, parent_execution_id, created_at, event_type,
        node_id, node_name, node_type, status, context, result, meta::text, error, current_index,
        current_item, worker_id, stack_trace, execution_id
      FROM noetl.event
      """;

  private static final String EVENTS =
      EVENT + " WHERE execution_id = ? AND event_id > ? ORDER BY event_id LIMIT ?";

  private static final String PAYLOAD =
      "SELECT value FROM noetl.payload WHERE execution_id = ? AND name = ?";

  private static final String LOGS =
      """
      SELECT step, visit, attempt, text, created_at FROM noetl.log
      WHERE execution_id = ? AND (? = '' OR step = ?) ORDER BY log_id LIMIT ? OFFSET ?
      """;

  private final Database database;

  Histories(Database database) {
    this.database = database;
  }

  List<EventRow> rows(long execution, long after, int max) {
    return database.run(session -> rows(session, execution, after, max));
  }

  private static List<EventRow> rows(Session session, long execution, long after, int max)
      throws SQLException {
    return session
        .sql(EVENTS)
        .number(execution)
        .number(after)
        .number(max)
        .list(row -> row.event(execution));
  }

  static List<Entry> entries(Session session, long execution, long after, int max)
      throws SQLException {
    return rows(session, execution, after, max).stream().map(EventCodec::decode).toList();
  }

  List<Entry> read(long execution, long after, int max) {
    return rows(execution, after, max).stream().map(EventCodec::decode).toList();
  }

  Optional<Value> payload(Content.Stored stored) {
    return database
        .run(
            session ->
                session
                    .sql(PAYLOAD)
                    .number(stored.execution())
                    .text(stored.name())
                    .first(row -> row.text(1)))
        .map(Json::read);
  }

  List<Value> checkpoints(long execution, String job) {
    return database.run(session -> Jobs.checkpoints(session, execution, job)).stream()
        .map(Json::read)
        .toList();
  }

  private static LogLine logLine(Sql.Row row) throws SQLException {
    return new LogLine(row.text(1), row.small(2), row.small(3), row.text(4), row.instant(5));
  }

  List<LogLine> logs(long execution, String step, long seen, int max) {
    return database.run(
        session ->
            session
                .sql(LOGS)
                .number(execution)
                .text(step)
                .text(step)
                .number(max)
                .number(seen)
                .list(Histories::logLine));
  }
}
