package io.noetl.store.postgres;

import io.noetl.broker.Phase;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
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

  private static final String CHILDREN =
      COLUMNS + " WHERE parent_execution_id = ? ORDER BY started_at, execution_id";

  private static final String COUNT = "SELECT status, count(*) FROM noetl.execution";
  private static final String COUNTS = COUNT + " GROUP BY status";
  private static final String COUNTS_SINCE = COUNT + " WHERE started_at >= ? GROUP BY status";

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

  /// Only the conditions that are asked for, so that each can find its index.
  @Override
  public List<ExecutionRow> list(ExecutionQuery query) {
    var where = new ArrayList<String>();
    where.add("execution_id < ?");
    if (!query.phases().isEmpty()) {
      where.add("status = ANY (?)");
    }
    if (!query.phases().isEmpty() && query.phases().stream().noneMatch(Phase::isFinal)) {
      where.add("ended_at IS NULL");
    }
    if (!query.path().isEmpty()) {
      where.add("path = ?");
    }
    if (!query.text().isEmpty()) {
      where.add("(strpos(path, ?) > 0 OR starts_with(execution_id::text, ?))");
    }
    if (query.parent() != 0) {
      where.add("parent_execution_id = ?");
    }
    if (!query.of().isEmpty()) {
      var marks = String.join(", ", Collections.nCopies(query.of().size(), "(?, ?)"));
      where.add("(path, version) IN (VALUES " + marks + ")");
    }
    if (query.from().isAfter(Instant.EPOCH)) {
      where.add("started_at >= ?");
    }
    if (query.until().isBefore(Instant.MAX)) {
      where.add("started_at < ?");
    }
    var sql =
        COLUMNS + " WHERE " + String.join(" AND ", where) + " ORDER BY execution_id DESC LIMIT ?";
    return database.run(session -> filled(session.sql(sql), query).list(Sql.Row::execution));
  }

  private static Sql filled(Sql sql, ExecutionQuery query) throws SQLException {
    sql.number(query.before());
    if (!query.phases().isEmpty()) {
      sql.texts(query.phases().stream().map(Phase::name).toArray(String[]::new));
    }
    if (!query.path().isEmpty()) {
      sql.text(query.path());
    }
    if (!query.text().isEmpty()) {
      sql.text(query.text()).text(query.text());
    }
    if (query.parent() != 0) {
      sql.number(query.parent());
    }
    for (var playbook : query.of()) {
      sql.text(playbook.path()).number(playbook.version());
    }
    if (query.from().isAfter(Instant.EPOCH)) {
      sql.instant(query.from());
    }
    if (query.until().isBefore(Instant.MAX)) {
      sql.instant(query.until());
    }
    return sql.number(query.max());
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
