package io.noetl.store.sqlite;

import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append;
import io.noetl.store.Encoded;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.store.LogLimit;
import io.noetl.store.Micros;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes appends. Moving the execution's row from the expected event to the new last one is both
/// the test for rivals and the first write; whoever loses it has changed nothing.
final class Appends {
  private static final String START =
      """
      INSERT INTO execution (execution_id, path, version, status, parent_execution_id, started_at,
        ended_at, last_event_id, progress, owner)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String ADVANCE =
      """
      UPDATE execution SET status = ?, last_event_id = ?, progress = ?
      WHERE execution_id = ? AND last_event_id = ? AND ended_at IS NULL
      """;

  private static final String FINISH =
      """
      UPDATE execution SET status = ?, last_event_id = ?, progress = ?, ended_at = ?
      WHERE execution_id = ? AND last_event_id = ? AND ended_at IS NULL
      """;

  private static final String HAS_ENDED =
      """
      SELECT 1 FROM execution
      WHERE execution_id = ? AND last_event_id = ? AND ended_at IS NOT NULL
      """;

  private static final String LEASED =
      " AND EXISTS (SELECT 1 FROM queue WHERE execution_id = ? AND job = ? AND fence = ?)";

  private static final String ADVANCE_LEASED = ADVANCE + LEASED;
  private static final String FINISH_LEASED = FINISH + LEASED;

  private static final String IS_LEASED = "SELECT 1 WHERE TRUE" + LEASED;

  private static final String INSERT_EVENT =
      """
      INSERT INTO event (execution_id, event_id, catalog_id, parent_event_id, parent_execution_id,
        created_at, event_type, node_name, node_type, status, context, result, meta, error,
        current_index, current_item, worker_id, stack_trace)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String CATALOG_ID =
      "SELECT catalog_id FROM catalog WHERE path = ? AND version = ?";

  private static final String PUT_PAYLOAD =
      """
      INSERT INTO payload (execution_id, name, bytes, value) VALUES (?, ?, ?, ?)
      ON CONFLICT (execution_id, name) DO UPDATE SET bytes = excluded.bytes, value = excluded.value
      """;

  private static final String COUNT_LOG =
      """
      INSERT INTO log_size (execution_id, step, size) VALUES (?, ?, ?)
      ON CONFLICT (execution_id, step) DO UPDATE SET size = size + excluded.size
      RETURNING size
      """;

  private static final String INSERT_LOG =
      """
      INSERT INTO log (execution_id, log_id, step, visit, attempt, text, created_at)
      SELECT ?1, coalesce(max(log_id), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM log WHERE execution_id = ?1
      """;

  private static final int CATALOG_IDS_MAX = 10_000;

  private final InstantSource clock;
  private final Map<PlaybookRef, Long> catalogIds = new HashMap<>();

  Appends(InstantSource clock) {
    this.clock = clock;
  }

  Append.Answer write(Session session, Encoded encoded) throws SQLException {
    var append = encoded.append();
    if (!move(session, append)) {
      return refusal(session, append);
    }
    long catalog = catalogId(session, append.row().playbook());
    for (var event : encoded.events()) {
      insert(session, event, catalog);
    }
    for (var payload : encoded.payloads().entrySet()) {
      put(session, append.execution(), payload.getKey(), payload.getValue());
    }
    for (var line : append.logs()) {
      print(session, append, line);
    }
    var changes = new Changes(session, append, clock.instant());
    for (var change : encoded.changes()) {
      changes.carryOut(change);
    }
    return new Append.Appended();
  }

  /// Moves the execution's row on; false if the lease is gone or a rival was first.
  private static boolean move(Session session, Append append) throws SQLException {
    var row = append.row();
    if (append.expected() == 0) {
      return isLeased(session, append) && start(session, row);
    }
    boolean ends = !row.endedAt().equals(Instant.EPOCH);
    boolean guarded = !append.guard().job().isEmpty();
    var sql =
        session
            .sql(ends ? guarded ? FINISH_LEASED : FINISH : guarded ? ADVANCE_LEASED : ADVANCE)
            .text(row.phase().name())
            .number(row.lastEvent())
            .number(row.progress());
    if (ends) {
      sql.number(Micros.of(row.endedAt()));
    }
    sql.number(append.execution()).number(append.expected());
    if (guarded) {
      guard(sql, append);
    }
    return sql.run() == 1;
  }

  private static Append.Answer refusal(Session session, Append append) throws SQLException {
    if (!isLeased(session, append)) {
      return new Append.Stale();
    }
    var ended =
        session
            .sql(HAS_ENDED)
            .number(append.execution())
            .number(append.expected())
            .first(_ -> true);
    if (ended.isPresent()) {
      throw new IllegalStateException(
          "execution %d has ended and is never reopened".formatted(append.execution()));
    }
    return new Append.Conflict();
  }

  private static boolean start(Session session, ExecutionRow row) throws SQLException {
    return session
            .sql(START)
            .number(row.execution())
            .text(row.playbook().path())
            .number(row.playbook().version())
            .text(row.phase().name())
            .id(row.parent())
            .number(Micros.of(row.startedAt()))
            .instant(row.endedAt())
            .number(row.lastEvent())
            .number(row.progress())
            .text(row.owner())
            .run()
        == 1;
  }

  private static boolean isLeased(Session session, Append append) throws SQLException {
    return append.guard().job().isEmpty()
        || guard(session.sql(IS_LEASED), append).first(_ -> true).isPresent();
  }

  private static Sql guard(Sql sql, Append append) throws SQLException {
    return sql.number(append.execution()).text(append.guard().job()).number(append.guard().fence());
  }

  private static void insert(Session session, EventRow row, long catalog) throws SQLException {
    var sql =
        session
            .sql(INSERT_EVENT)
            .number(row.execution())
            .number(row.number())
            .id(catalog)
            .id(row.parent())
            .id(row.parentExecution())
            .number(Micros.of(row.createdAt()))
            .text(row.type())
            .words(row.nodeName())
            .text(row.nodeType())
            .text(row.status())
            .words(row.context())
            .words(row.result())
            .words(row.meta())
            .words(row.error());
    if (row.index() < 0) {
      sql.nothing();
    } else {
      sql.number(row.index());
    }
    sql.words(row.item()).words(row.worker()).words(row.trace()).run();
  }

  /// Remembered, as a catalog entry never changes; 0 for a playbook that is not registered.
  private long catalogId(Session session, PlaybookRef playbook) throws SQLException {
    var known = catalogIds.get(playbook);
    if (known != null) {
      return known;
    }
    var found =
        session
            .sql(CATALOG_ID)
            .text(playbook.path())
            .number(playbook.version())
            .first(row -> row.number(1));
    if (found.isPresent()) {
      if (catalogIds.size() >= CATALOG_IDS_MAX) {
        catalogIds.clear();
      }
      catalogIds.put(playbook, found.get());
    }
    return found.orElse(0L);
  }

  private static void put(Session session, long execution, String name, String json)
      throws SQLException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    session.sql(PUT_PAYLOAD).number(execution).text(name).number(bytes.length).bytes(bytes).run();
    Jobs.markCheckpoint(session, execution, name);
  }

  private static void print(Session session, Append append, Append.LogLine line)
      throws SQLException {
    long execution = append.execution();
    int length = line.text().length();
    long size =
        session
            .sql(COUNT_LOG)
            .number(execution)
            .text(line.step())
            .number(length)
            .first(row -> row.number(1))
            .orElseThrow();
    var kept = LogLimit.kept(size - length, line.text());
    if (!kept.isEmpty()) {
      session
          .sql(INSERT_LOG)
          .number(execution)
          .text(line.step())
          .number(line.visit())
          .number(line.attempt())
          .text(kept)
          .number(Micros.of(append.at()))
          .run();
    }
  }

  /// How many rows the appends write, about.
  static int size(List<Encoded> batch) {
    int size = 0;
    for (var encoded : batch) {
      size += 1 + encoded.events().size() + encoded.changes().size();
    }
    return size;
  }
}
