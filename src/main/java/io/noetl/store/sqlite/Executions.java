package io.noetl.store.sqlite;

import io.noetl.broker.Phase;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Micros;
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

  /// Only the conditions that are asked for, so that each can find its index.
  @Override
  public List<ExecutionRow> list(ExecutionQuery query) {
    var where = new ArrayList<String>();
    where.add("execution_id < ?");
    if (!query.phases().isEmpty()) {
      var marks = String.join(", ", Collections.nCopies(query.phases().size(), "?"));
      where.add("status IN (" + marks + ")");
    }
    if (!query.path().isEmpty()) {
      where.add("path = ?");
    }
    if (!query.text().isEmpty()) {
      where.add("(instr(path, ?) > 0 OR instr(execution_id, ?) = 1)");
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
    return readers.read(session -> filled(session.sql(sql), query).list(Sql.Row::execution));
  }

  private static Sql filled(Sql sql, ExecutionQuery query) throws SQLException {
    sql.number(query.before());
    for (var phase : query.phases()) {
      sql.text(phase.name());
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
      sql.number(Micros.of(query.from()));
    }
    if (query.until().isBefore(Instant.MAX)) {
      sql.number(Micros.of(query.until()));
    }
    return sql.number(query.max());
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
