package io.noetl.store.sqlite;

import io.noetl.store.Store.Engines;
import io.noetl.store.Store.Signal;
import java.sql.SQLException;
import java.util.List;

/// Who runs which execution, and the wishes of other processes.
final class SqliteEngines implements Engines {
  private static final String OWNER = "SELECT owner FROM execution WHERE execution_id = ?";
  private static final String SET_OWNER = "UPDATE execution SET owner = ? WHERE execution_id = ?";

  private static final String SIGNAL =
      """
      INSERT INTO signal (execution_id, signal_id, kind, detail)
      SELECT ?1, 1 + coalesce((SELECT max(signal_id) FROM signal WHERE execution_id = ?1), 0),
        ?2, ?3
      FROM execution WHERE execution_id = ?1 AND ended_at IS NULL
      """;

  private static final String ANY_SIGNAL = "SELECT 1 FROM signal LIMIT 1";

  /// From the few signals to their executions, not the other way round: hence CROSS.
  private static final String SIGNALS =
      """
      SELECT execution_id, kind, detail, signal_id
      FROM signal CROSS JOIN execution USING (execution_id)
      WHERE owner = ? ORDER BY execution_id, signal_id
      """;

  private static final String END_SIGNALS =
      """
      DELETE FROM signal
      WHERE (SELECT owner FROM execution WHERE execution_id = signal.execution_id) = ?
      """;

  private final Writer writer;
  private final Readers readers;
  private final Incarnations incarnations;

  SqliteEngines(Writer writer, Readers readers, Incarnations incarnations) {
    this.writer = writer;
    this.readers = readers;
    this.incarnations = incarnations;
  }

  @Override
  public String enter() {
    return incarnations.enter();
  }

  @Override
  public boolean isAlive(String incarnation) {
    return incarnations.isAlive(incarnation);
  }

  @Override
  public boolean adopt(long execution, String incarnation) {
    return writer.write(session -> adopt(session, execution, incarnation));
  }

  private boolean adopt(Session session, long execution, String incarnation) throws SQLException {
    var owner = session.sql(OWNER).number(execution).first(row -> row.text(1));
    if (owner.isEmpty()) {
      return false;
    }
    if (owner.get().equals(incarnation)) {
      return true;
    }
    return !incarnations.isAlive(owner.get())
        && session.sql(SET_OWNER).text(incarnation).number(execution).run() == 1;
  }

  @Override
  public void signal(long execution, String kind, String detail) {
    writer.write(session -> session.sql(SIGNAL).number(execution).text(kind).text(detail).run());
  }

  /// Asked often and seldom with an answer: the write lock is taken only if there is any.
  @Override
  public List<Signal> takeSignals(String incarnation) {
    boolean any = readers.read(session -> session.sql(ANY_SIGNAL).first(_ -> true).isPresent());
    return any ? writer.write(session -> take(session, incarnation)) : List.of();
  }

  private static List<Signal> take(Session session, String incarnation) throws SQLException {
    var signals =
        session
            .sql(SIGNALS)
            .text(incarnation)
            .list(row -> new Signal(row.number(1), row.text(2), row.text(3)));
    if (!signals.isEmpty()) {
      session.sql(END_SIGNALS).text(incarnation).run();
    }
    return signals;
  }
}
