package io.noetl.store.sqlite;

import io.noetl.broker.ExecutionId;
import io.noetl.store.Micros;
import io.noetl.store.Retention;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Deletes executions of the embedded store, through its writer: what the living append gets in
/// between. What is to be deleted is found by the readers.
final class SqliteRetention implements Retention {
  /// Ids begin with the time: none that ended before an instant has one from after it.
  private static final String HEADS =
      """
      SELECT execution_id, EXISTS (
          SELECT 1 FROM execution AS child
          WHERE child.parent_execution_id = head.execution_id)
      FROM execution AS head
      WHERE execution_id > ? AND execution_id < ? AND ended_at < ?
        AND NOT EXISTS (
          SELECT 1 FROM execution AS parent
          WHERE parent.execution_id = head.parent_execution_id)
      ORDER BY execution_id LIMIT ?
      """;

  private static final String DESCENDANTS =
      """
      WITH RECURSIVE family (execution_id, ended_at, generation) AS (
        SELECT execution_id, ended_at, 1 FROM execution WHERE parent_execution_id = ?
        UNION ALL
        SELECT child.execution_id, child.ended_at, generation + 1
        FROM family JOIN execution AS child
          ON child.parent_execution_id = family.execution_id)
      SELECT execution_id, ended_at FROM family ORDER BY generation
      """;

  private static final String NOTE =
      """
      INSERT OR REPLACE INTO pruned (execution_id, events)
      SELECT execution_id, last_event_id FROM execution WHERE execution_id = ? AND ended_at < ?
      """;

  private static final String DROP = "DELETE FROM execution WHERE execution_id = ?";
  private static final String DROP_KEYS_OF = "DELETE FROM request_key WHERE execution_id = ?";

  private static final String UNUSED_KEYS =
      """
      SELECT request_key FROM request_key
      WHERE created_at < ? AND NOT EXISTS (
        SELECT 1 FROM execution WHERE execution.execution_id = request_key.execution_id)
      LIMIT ?
      """;

  private static final String DROP_UNUSED_KEY =
      """
      DELETE FROM request_key
      WHERE request_key = ? AND NOT EXISTS (
        SELECT 1 FROM execution WHERE execution.execution_id = request_key.execution_id)
      """;

  private static final Duration TICK = Duration.ofMillis(1);

  private final Writer writer;
  private final Readers readers;

  SqliteRetention(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public String obstacle() {
    return "";
  }

  @Override
  public List<Head> heads(Instant before, long after, int max) {
    return readers.read(
        session ->
            session
                .sql(HEADS)
                .number(after)
                .number(ExecutionId.of(before.plus(TICK), 0))
                .number(Micros.of(before))
                .number(max)
                .list(row -> new Head(row.number(1), row.number(2) == 1)));
  }

  @Override
  public List<Member> descendants(long execution) {
    return readers.read(
        session ->
            session
                .sql(DESCENDANTS)
                .number(execution)
                .list(row -> new Member(row.number(1), row.instant(2))));
  }

  @Override
  public int drop(List<Long> executions, Instant before) {
    if (executions.isEmpty()) {
      return 0;
    }
    return writer.write(executions.size(), session -> drop(session, executions, before));
  }

  private static int drop(Session session, List<Long> executions, Instant before)
      throws SQLException {
    int dropped = 0;
    for (long execution : executions) {
      if (session.sql(NOTE).number(execution).number(Micros.of(before)).run() == 1) {
        session.sql(DROP).number(execution).run();
        session.sql(DROP_KEYS_OF).number(execution).run();
        dropped++;
      }
    }
    return dropped;
  }

  /// The write lock is taken only if there is anything.
  @Override
  public int sweep(int rows) {
    boolean any = readers.read(session -> !Sweep.next(session, 1).isEmpty());
    return any ? writer.write(rows, session -> new Sweep(session, rows).run()) : 0;
  }

  @Override
  public int dropKeys(Instant before, int max) {
    var keys =
        readers.read(
            session ->
                session
                    .sql(UNUSED_KEYS)
                    .number(Micros.of(before))
                    .number(max)
                    .list(row -> row.text(1)));
    return keys.isEmpty() ? 0 : writer.write(keys.size(), session -> dropKeys(session, keys));
  }

  private static int dropKeys(Session session, List<String> keys) throws SQLException {
    int dropped = 0;
    for (var key : keys) {
      dropped += session.sql(DROP_UNUSED_KEY).text(key).run();
    }
    return dropped;
  }
}
