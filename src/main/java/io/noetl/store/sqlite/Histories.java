package io.noetl.store.sqlite;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.store.Append.LogLine;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Reads what happened: events, stored values, logs. JSON is read on the caller's thread.
final class Histories {
  /// As [Sql.Row#event] reads them, then the execution.
  static final String EVENT =
      """
      SELECT event_id, catalog_id, parent_event_id, parent_execution_id, created_at, event_type,
        node_id, node_name, node_type, status, context, result, meta, error, current_index,
        current_item, worker_id, stack_trace, execution_id
      FROM event
      """;

  private static final String EVENTS =
      EVENT + " WHERE execution_id = ? AND event_id > ? ORDER BY event_id LIMIT ?";

  private static final String PAYLOAD =
      "SELECT value FROM payload WHERE execution_id = ? AND name = ?";

  private static final String LOGS =
      """
      SELECT step, visit, attempt, text, created_at FROM log
      WHERE execution_id = ?1 AND (?2 = '' OR step = ?2) ORDER BY log_id LIMIT ?4 OFFSET ?3
      """;

  private final Readers readers;

  Histories(Readers readers) {
    this.readers = readers;
  }

  List<EventRow> rows(long execution, long after, int max) {
    return readers.read(
        session ->
            session
                .sql(EVENTS)
                .number(execution)
                .number(after)
                .number(max)
                .list(row -> row.event(execution)));
  }

  List<Entry> read(long execution, long after, int max) {
    return rows(execution, after, max).stream().map(EventCodec::decode).toList();
  }

  Optional<Value> payload(Content.Stored stored) {
    return readers
        .read(
            session ->
                session
                    .sql(PAYLOAD)
                    .number(stored.execution())
                    .text(stored.name())
                    .first(row -> row.bytes(1)))
        .map(Histories::value);
  }

  /// By way of a text: from bytes, names with half of a surrogate pair would be refused.
  private static Value value(byte[] json) {
    return Json.read(new String(json, StandardCharsets.UTF_8));
  }

  List<Value> checkpoints(long execution, String job) {
    return readers.read(session -> Jobs.checkpoints(session, execution, job)).stream()
        .map(Histories::value)
        .toList();
  }

  private static LogLine logLine(Sql.Row row) throws SQLException {
    return new LogLine(row.text(1), row.small(2), row.small(3), row.text(4), row.instant(5));
  }

  List<LogLine> logs(long execution, String step, long seen, int max) {
    return readers.read(
        session ->
            session
                .sql(LOGS)
                .number(execution)
                .text(step)
                .number(seen)
                .number(max)
                .list(Histories::logLine));
  }
}
