package io.noetl.store.postgres;

import io.noetl.broker.ExecutionId;
import io.noetl.store.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /// For each execution whether it has children, if it is old and has no parent. Pages are of all
  /// executions, so that each is looked at once: no plan can read the table for every page.
  private static final String PAGE =
      """
      SELECT execution_id, CASE WHEN ended_at < ? AND (
          SELECT TRUE FROM noetl.execution AS parent
          WHERE parent.execution_id = page.parent_execution_id) IS NULL
        THEN coalesce((
          SELECT TRUE FROM noetl.execution AS child
          WHERE child.parent_execution_id = page.execution_id LIMIT 1), FALSE) END
      FROM (
        SELECT execution_id, parent_execution_id, ended_at FROM noetl.execution
        WHERE execution_id > ? ORDER BY execution_id LIMIT ?) AS page
      """;

  /// OFFSET 0 makes it ask for the children of one after the other, by the index. One generation a
  /// query: a planner thinks too much of recursions.
  private static final String CHILDREN =
      """
      SELECT child.execution_id, child.ended_at
      FROM unnest(?) AS parent (id) CROSS JOIN LATERAL (
        SELECT execution_id, ended_at FROM noetl.execution
        WHERE parent_execution_id = parent.id OFFSET 0) AS child
      """;

  /// Bounds the parents of one query.
  private static final int PARENTS_MAX = 1_000;

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

  /// Ids begin with the time: none that ended before an instant has one from after it.
  @Override
  public List<Head> heads(Instant before, long after, int max) {
    long end = ExecutionId.of(before.plus(TICK), 0);
    List<Candidate> page = List.of(new Candidate(after, false, false));
    while (!page.isEmpty() && page.getLast().execution() < end) {
      page = page(before, page.getLast().execution(), max);
      var heads = page.stream().filter(Candidate::isHead).map(Candidate::head).toList();
      if (!heads.isEmpty()) {
        return heads;
      }
    }
    return List.of();
  }

  private record Candidate(long execution, boolean isHead, boolean isParent) {
    Head head() {
      return new Head(execution, isParent);
    }
  }

  private List<Candidate> page(Instant before, long after, int max) {
    return database.run(
        session ->
            session
                .sql(PAGE)
                .instant(before)
                .number(after)
                .number(max)
                .list(row -> new Candidate(row.number(1), !row.isNull(2), row.flag(2))));
  }

  @Override
  public List<Member> descendants(long execution) {
    var found = new ArrayList<Member>(children(new long[] {execution}));
    for (int asked = 0; asked < found.size(); ) {
      int next = Math.min(asked + PARENTS_MAX, found.size());
      var parents = found.subList(asked, next).stream().mapToLong(Member::execution).toArray();
      found.addAll(children(parents));
      asked = next;
    }
    return found;
  }

  private List<Member> children(long[] parents) {
    return database.run(
        session ->
            session
                .sql(CHILDREN)
                .numbers(parents)
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
