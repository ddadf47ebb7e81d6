package io.noetl.store.sqlite;

import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.store.EventCodec;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Micros;
import io.noetl.store.Store;
import io.noetl.store.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the list of executions.
final class Executions implements Store.ExecutionIndex {
  private static final String COLUMNS =
      """
      SELECT execution_id, path, version, status, parent_execution_id, started_at, ended_at,
        last_event_id, progress, owner
      FROM execution
      """;

  private static final String ONE = COLUMNS + " WHERE execution_id = ?";

  private static final String NEWEST_FIRST =
      COLUMNS + " WHERE execution_id < ? ORDER BY execution_id DESC LIMIT ?";

  private static final String UNFINISHED =
      COLUMNS + " WHERE owner = ? AND ended_at IS NULL ORDER BY execution_id";

  private static final String CHILDREN =
      COLUMNS + " WHERE parent_execution_id = ? ORDER BY started_at, execution_id";

  private static final String COUNTS =
      "SELECT status, count(*) FROM execution WHERE started_at >= ? GROUP BY status";

  /// Nothing older than the first of those that started in that time need be looked at. Of more
  /// than so many, a page is soon full, and finding the first would cost more than it saves.
  private static final String SINCE =
      """
      execution_id >= (SELECT CASE WHEN count(*) > 100000 THEN 0 ELSE min(execution_id) END FROM (
        SELECT execution_id FROM execution INDEXED BY execution_started
        WHERE started_at >= ? AND started_at < ? LIMIT 100001))
      """;

  /// The ids come as one JSON array, so that any number of them is the same statement.
  private static final String ORIGINALS =
      """
      SELECT execution_id, CAST(meta ->> '$.retry_of' AS INTEGER)
      FROM json_each(?) AS wanted CROSS JOIN event ON execution_id = wanted.value AND event_id = 1
      WHERE meta ->> '$.retry_of' IS NOT NULL
      """;

  private static final String RETRIES =
      """
      SELECT execution_id FROM event JOIN execution USING (execution_id)
      WHERE event_id = 1 AND meta ->> '$.retry_of' = ? AND meta ->> '$.retry_of' IS NOT NULL
      ORDER BY execution_id DESC LIMIT ?
      """;

  private static final String ENDS =
      Histories.EVENT
          + """
            WHERE (execution_id, event_id) IN (
              SELECT execution_id, last_event_id FROM execution
              WHERE execution_id IN (SELECT value FROM json_each(?)) AND ended_at IS NOT NULL)
            """;

  private final Readers readers;

  Executions(Readers readers) {
    this.readers = readers;
  }

  @Override
  public Optional<ExecutionRow> find(long execution) {
    return readers.read(session -> session.sql(ONE).number(execution).first(Sql.Row::execution));
  }

  @Override
  public List<ExecutionRow> list(long before, int max) {
    return readers.read(
        session -> session.sql(NEWEST_FIRST).number(before).number(max).list(Sql.Row::execution));
  }

  @Override
  public List<ExecutionRow> list(ExecutionQuery query) {
    var conditions = Conditions.of(query);
    conditions.add("execution_id < ?", sql -> sql.number(query.below()));
    if (query.isFrom()) {
      conditions.add(SINCE, sql -> sql.number(from(query)).number(until(query)));
    }
    // By id, which is the order asked for: the plus keeps the index of starts out.
    conditions.add(
        "+started_at >= ? AND +started_at < ?",
        sql -> sql.number(from(query)).number(until(query)));
    var sql = COLUMNS + conditions.where() + " ORDER BY execution_id DESC LIMIT ?";
    return readers.read(
        session -> conditions.fill(session.sql(sql)).number(query.max()).list(Sql.Row::execution));
  }

  static long from(ExecutionQuery query) {
    return Micros.of(query.from());
  }

  static long until(ExecutionQuery query) {
    return query.isUntil() ? Micros.of(query.until()) : Long.MAX_VALUE;
  }

  @Override
  public List<Tally> tallies(ExecutionQuery query, Duration width) {
    return new Tallies(readers).of(query, width);
  }

  @Override
  public Map<Long, Long> originals(Collection<Long> executions) {
    Map<Long, Long> originals = new HashMap<>();
    readers
        .read(
            session ->
                session
                    .sql(ORIGINALS)
                    .text(ids(executions))
                    .list(row -> Map.entry(row.number(1), row.number(2))))
        .forEach(it -> originals.put(it.getKey(), it.getValue()));
    return originals;
  }

  @Override
  public List<Long> retries(long execution, int max) {
    return readers
        .read(
            session ->
                session
                    .sql(RETRIES)
                    .text(Long.toString(execution))
                    .number(max)
                    .list(row -> row.number(1)))
        .reversed();
  }

  @Override
  public Map<Long, Entry> ends(Collection<Long> executions) {
    Map<Long, Entry> ends = new HashMap<>();
    readers
        .read(
            session ->
                session.sql(ENDS).text(ids(executions)).list(row -> row.event(row.number(19))))
        .forEach(row -> ends.put(row.execution(), EventCodec.decode(row)));
    return ends;
  }

  private static String ids(Collection<Long> executions) {
    return executions.toString();
  }

  @Override
  public Map<Phase, Long> counts(Instant from) {
    Map<Phase, Long> counts = new EnumMap<>(Phase.class);
    readers
        .read(
            session ->
                session
                    .sql(COUNTS)
                    .number(Micros.of(from))
                    .list(row -> Map.entry(Phase.valueOf(row.text(1)), row.number(2))))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  @Override
  public List<ExecutionRow> unfinished(String owner) {
    return readers.read(session -> session.sql(UNFINISHED).text(owner).list(Sql.Row::execution));
  }

  @Override
  public List<ExecutionRow> children(long parent) {
    return readers.read(session -> session.sql(CHILDREN).number(parent).list(Sql.Row::execution));
  }
}
