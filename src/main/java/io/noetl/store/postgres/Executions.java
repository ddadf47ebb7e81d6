package io.noetl.store.postgres;

import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.store.EventCodec;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Micros;
import io.noetl.store.Store;
import io.noetl.store.Tally;
import java.sql.SQLException;
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
      FROM noetl.execution
      """;

  private static final String ONE = COLUMNS + " WHERE execution_id = ?";

  private static final String NEWEST_FIRST =
      COLUMNS + " WHERE execution_id < ? ORDER BY execution_id DESC LIMIT ?";

  private static final String UNFINISHED =
      COLUMNS + " WHERE owner = ? AND ended_at IS NULL ORDER BY execution_id";

  /// A path is told as if there could be several, so that only the index of paths has this order:
  /// by ids alone, all that is newer would be read to find a playbook that ran long ago.
  private static final String PATH_IN_ORDER = "path >= ? AND path <= ?";

  private static final String NEWEST_OF_PATH_FIRST =
      " ORDER BY path DESC, execution_id DESC LIMIT ?";

  private static final String CHILDREN =
      COLUMNS + " WHERE parent_execution_id = ? ORDER BY started_at, execution_id";

  private static final String COUNT = "SELECT status, count(*) FROM noetl.execution";
  private static final String COUNTS = COUNT + " GROUP BY status";
  private static final String COUNTS_SINCE = COUNT + " WHERE started_at >= ? GROUP BY status";

  /// Nothing older than the first of those that started in that time need be looked at. Of more
  /// than so many, a page is soon full, and finding the first would cost more than it saves.
  private static final String SINCE =
      """
      execution_id >= (SELECT CASE WHEN count(*) > 100000 THEN 0 ELSE min(execution_id) END FROM (
        SELECT execution_id FROM noetl.execution WHERE %s LIMIT 100001) AS since)
      """;

  /// Instants are a number of microseconds since 1970 here, since that year is NULL elsewhere.
  private static final String TALLIES =
      """
      SELECT date_bin(? * interval '1 microsecond', started_at,
        timestamptz 'epoch' + ? * interval '1 microsecond'), status, count(*)
      FROM noetl.execution
      """;

  private static final String ORIGINALS =
      """
      SELECT execution_id, (meta ->> 'retry_of')::bigint
      FROM noetl.event
      WHERE execution_id = ANY (?) AND event_id = 1 AND meta ->> 'retry_of' IS NOT NULL
      """;

  private static final String RETRIES =
      """
      SELECT execution_id FROM noetl.event JOIN noetl.execution USING (execution_id)
      WHERE event_id = 1 AND meta ->> 'retry_of' = ?
      ORDER BY execution_id DESC LIMIT ?
      """;

  private static final String ENDS =
      Histories.EVENT
          + """
            WHERE (execution_id, event_id) IN (
              SELECT execution_id, last_event_id FROM noetl.execution
              WHERE execution_id = ANY (?) AND ended_at IS NOT NULL)
            """;

  private final Database database;

  Executions(Database database) {
    this.database = database;
  }

  @Override
  public Optional<ExecutionRow> find(long execution) {
    return database.run(session -> session.sql(ONE).number(execution).first(Sql.Row::execution));
  }

  @Override
  public List<ExecutionRow> list(long before, int max) {
    return database.run(
        session -> session.sql(NEWEST_FIRST).number(before).number(max).list(Sql.Row::execution));
  }

  @Override
  public List<ExecutionRow> list(ExecutionQuery query) {
    var conditions = Conditions.of(query);
    conditions.add("execution_id < ?", sql -> sql.number(query.below()));
    if (query.isFrom()) {
      var time = new Conditions();
      addTime(time, query);
      conditions.add(SINCE.formatted(time.text()), time::fill);
    }
    addTime(conditions, query);
    boolean isOfPath = !query.path().isEmpty();
    if (isOfPath) {
      conditions.add(PATH_IN_ORDER, sql -> sql.text(query.path()).text(query.path()));
    }
    var order = isOfPath ? NEWEST_OF_PATH_FIRST : " ORDER BY execution_id DESC LIMIT ?";
    var sql = COLUMNS + conditions.where() + order;
    return database.run(
        session -> conditions.fill(session.sql(sql)).number(query.max()).list(Sql.Row::execution));
  }

  private static void addTime(Conditions conditions, ExecutionQuery query) {
    if (query.isFrom()) {
      conditions.add("started_at >= ?", sql -> sql.instant(query.from()));
    }
    if (query.isUntil()) {
      conditions.add("started_at < ?", sql -> sql.instant(query.until()));
    }
  }

  @Override
  public List<Tally> tallies(ExecutionQuery query, Duration width) {
    var conditions = Conditions.of(query);
    addTime(conditions, query);
    if (!query.path().isEmpty()) {
      conditions.add("path = ?", sql -> sql.text(query.path()));
    }
    var text = TALLIES + conditions.where() + " GROUP BY 1, 2";
    return database.run(
        session -> {
          var sql = session.sql(text).number(Micros.of(width)).number(Micros.of(query.from()));
          return conditions.fill(sql).list(row -> tally(row, query.from(), width));
        });
  }

  private static Tally tally(Sql.Row row, Instant from, Duration width) throws SQLException {
    var since = Duration.between(from, row.instant(1));
    return new Tally((int) since.dividedBy(width), Phase.valueOf(row.text(2)), row.number(3));
  }

  @Override
  public Map<Long, Long> originals(Collection<Long> executions) {
    Map<Long, Long> originals = new HashMap<>();
    database
        .run(
            session ->
                session
                    .sql(ORIGINALS)
                    .numbers(ids(executions))
                    .list(row -> Map.entry(row.number(1), row.number(2))))
        .forEach(it -> originals.put(it.getKey(), it.getValue()));
    return originals;
  }

  @Override
  public List<Long> retries(long execution, int max) {
    return database
        .run(
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
    database
        .run(
            session ->
                session.sql(ENDS).numbers(ids(executions)).list(row -> row.event(row.number(19))))
        .forEach(row -> ends.put(row.execution(), EventCodec.decode(row)));
    return ends;
  }

  private static long[] ids(Collection<Long> executions) {
    return executions.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public Map<Phase, Long> counts(Instant from) {
    Map<Phase, Long> counts = new EnumMap<>(Phase.class);
    database
        .run(
            session ->
                (from.isAfter(Instant.EPOCH)
                        ? session.sql(COUNTS_SINCE).instant(from)
                        : session.sql(COUNTS))
                    .list(row -> Map.entry(Phase.valueOf(row.text(1)), row.number(2))))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  @Override
  public List<ExecutionRow> unfinished(String owner) {
    return database.run(session -> session.sql(UNFINISHED).text(owner).list(Sql.Row::execution));
  }

  @Override
  public List<ExecutionRow> children(long parent) {
    return database.run(session -> session.sql(CHILDREN).number(parent).list(Sql.Row::execution));
  }
}
