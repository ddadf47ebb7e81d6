package io.noetl.store.sqlite;

import io.noetl.broker.Phase;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Micros;
import io.noetl.store.Store;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Reads the list of executions.
final class Executions implements Store.ExecutionIndex {
  private static final String COLUMNS =
      """
      SELECT execution_id, path, version, status, parent_execution_id, started_at, ended_at,
        last_event_id, owner
      FROM execution
      """;

  private static final String ONE = COLUMNS + " WHERE execution_id = ?";

  private static final String NEWEST_FIRST =
      COLUMNS + " WHERE execution_id < ? ORDER BY execution_id DESC LIMIT ?";

  private static final String UNFINISHED =
      COLUMNS + " WHERE owner = ? AND ended_at IS NULL ORDER BY execution_id";

  private static final String CHILDREN =
      COLUMNS + " WHERE parent_execution_id = ? ORDER BY started_at, execution_id";

  private final Readers readers;

  Executions(Readers readers) {
    this.readers = readers;
  }

  @Override
  public Optional<ExecutionRow> find(long execution) {
    return readers.read(session -> session.sql(ONE).number(execution).first(Executions::row));
  }

  @Override
  public List<ExecutionRow> list(long before, int max) {
    return readers.read(
        session -> session.sql(NEWEST_FIRST).number(before).number(max).list(Executions::row));
  }

  @Override
  public List<ExecutionRow> unfinished(String owner) {
    return readers.read(session -> session.sql(UNFINISHED).text(owner).list(Executions::row));
  }

  @Override
  public List<ExecutionRow> children(long parent) {
    return readers.read(session -> session.sql(CHILDREN).number(parent).list(Executions::row));
  }

  private static ExecutionRow row(Sql.Row row) throws SQLException {
    return new ExecutionRow(
        row.number(1),
        new PlaybookRef(row.text(2), row.small(3)),
        Phase.valueOf(row.text(4)),
        row.number(5),
        Micros.instant(row.number(6)),
        Micros.instant(row.number(7)),
        row.number(8),
        0,
        row.text(9));
  }
}
