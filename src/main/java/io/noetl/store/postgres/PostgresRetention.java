package io.noetl.store.postgres;

import io.noetl.broker.ExecutionId;
import io.noetl.store.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deletes executions of the shared store. Only rows of ended executions are locked, and what
/// another process has locked is left to it.
final class PostgresRetention implements Retention {
  private static final String RIGHTS =
      """
      SELECT current_user, bool_and(has_table_privilege('noetl.' || name, 'DELETE'))
      FROM unnest(ARRAY['execution', 'event', 'payload', 'log', 'pruned']) AS name
      """;

  /// Ids begin with the time: none that ended before an instant has one from after it. Subqueries
  /// that give a value are asked for each row that is read, and never for the whole table.
  private static final String HEADS =
      """
      SELECT execution_id, coalesce((
          SELECT TRUE FROM noetl.execution AS child
          WHERE child.parent_execution_id = head.execution_id LIMIT 1), FALSE)
      FROM noetl.execution AS head
      WHERE execution_id > ? AND execution_id < ? AND ended_at < ?
        AND (
          SELECT TRUE FROM noetl.execution AS parent
          WHERE parent.execution_id = head.parent_execution_id) IS NULL
      ORDER BY execution_id LIMIT ?
      """;

  private static final String DESCENDANTS =
      """
      WITH RECURSIVE family (execution_id, ended_at, generation) AS (
        SELECT execution_id, ended_at, 1 FROM noetl.execution WHERE parent_execution_id = ?
        UNION ALL
        SELECT child.execution_id, child.ended_at, generation + 1
        FROM family JOIN noetl.execution AS child
          ON child.parent_execution_id = family.execution_id)
      SELECT execution_id, ended_at FROM family ORDER BY generation
      """;

  private static final String DROP =
      """
      WITH dropped AS (
        DELETE FROM noetl.execution
        WHERE execution_id IN (
          SELECT execution_id FROM noetl.execution
          WHERE execution_id = ANY (?) AND ended_at < ?
          ORDER BY execution_id FOR UPDATE SKIP LOCKED)
        RETURNING execution_id, last_event_id
      ), keys AS (
        DELETE FROM noetl.request_key
        USING dropped WHERE request_key.execution_id = dropped.execution_id
      )
      INSERT INTO noetl.pruned (execution_id, events)
      SELECT execution_id, last_event_id FROM dropped
      ON CONFLICT (execution_id) DO UPDATE SET events = excluded.events
      """;

  private static final String DROP_KEYS =
      """
      DELETE FROM noetl.request_key
      WHERE request_key IN (
        SELECT request_key FROM noetl.request_key AS known
        WHERE created_at < ? AND (
          SELECT TRUE FROM noetl.execution
          WHERE execution.execution_id = known.execution_id) IS NULL
        LIMIT ? FOR UPDATE OF known SKIP LOCKED)
      """;

  private static final Duration TICK = Duration.ofMillis(1);

  private final Database database;

  PostgresRetention(Database database) {
    this.database = database;
  }

  /// A server need not have the right to change the history (docs/operations.md).
  @Override
  public String obstacle() {
    return database.run(
        session ->
            session
                .sql(RIGHTS)
                .one(
                    row ->
                        row.flag(2)
                            ? ""
                            : ("the user %s may not delete events in %s: run 'noetl db prune' as"
                                    + " the schema's owner, or GRANT DELETE ON noetl.event TO %s")
                                .formatted(row.text(1), database.settings().place(), row.text(1))));
  }

  @Override
  public List<Head> heads(Instant before, long after, int max) {
    return database.run(
        session ->
            session
                .sql(HEADS)
                .number(after)
                .number(ExecutionId.of(before.plus(TICK), 0))
                .instant(before)
                .number(max)
                .list(row -> new Head(row.number(1), row.flag(2))));
  }

  @Override
  public List<Member> descendants(long execution) {
    return database.run(
        session ->
            session
                .sql(DESCENDANTS)
                .number(execution)
                .list(row -> new Member(row.number(1), row.instant(2))));
  }

  /// Done twice, it finds nothing the second time.
  @Override
  public int drop(List<Long> executions, Instant before) {
    if (executions.isEmpty()) {
      return 0;
    }
    var ids = executions.stream().mapToLong(Long::longValue).toArray();
    return database.run(session -> session.sql(DROP).numbers(ids).instant(before).run());
  }

  /// Where the answer is lost, the next call finds what is left.
  @Override
  public int sweep(int rows) {
    return database.transact(
        session -> new Sweep(session, rows).run(), (_, swept) -> Optional.of(swept));
  }

  @Override
  public int dropKeys(Instant before, int max) {
    return database.run(session -> session.sql(DROP_KEYS).instant(before).number(max).run());
  }
}
