package io.noetl.store.postgres;

import io.noetl.store.Store.Engines;
import io.noetl.store.Store.Signal;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Who is at work, and the wishes for executions. Any engine may take those.
final class PostgresEngines implements Engines {
  private static final String ALIVE =
      Sight.SIGHT + "SELECT 1 FROM noetl.engine, sight WHERE engine.name = ? AND " + Sight.IS_ALIVE;

  private static final String OWNER = "SELECT owner FROM noetl.execution WHERE execution_id = ?";

  private static final String SET_OWNER =
      "UPDATE noetl.execution SET owner = ? WHERE execution_id = ? AND owner = ?";

  private static final String SIGNAL =
      """
      INSERT INTO noetl.signal (execution_id, kind, detail)
      SELECT execution_id, ?, ? FROM noetl.execution
      WHERE execution_id = ? AND ended_at IS NULL
      """;

  private static final String TAKE_SIGNALS =
      """
      DELETE FROM noetl.signal
      WHERE (execution_id, signal_id) IN (
        SELECT execution_id, signal_id FROM noetl.signal
        ORDER BY execution_id, signal_id LIMIT ? FOR UPDATE SKIP LOCKED)
      RETURNING execution_id, signal_id, kind, detail
      """;

  private static final int SIGNALS_MAX = 1_000;

  private static final HexFormat HEX = HexFormat.of();

  private final Database database;
  private final Lookout lookout;

  PostgresEngines(Database database, Lookout lookout) {
    this.database = database;
    this.lookout = lookout;
  }

  @Override
  public String enter() {
    var name = HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
    lookout.enter(name);
    return name;
  }

  @Override
  public boolean isAlive(String incarnation) {
    return lookout.engines().contains(incarnation)
        || database.run(
            session ->
                Sight.look(session.sql(ALIVE), lookout, database.settings().pulse())
                    .text(incarnation)
                    .any());
  }

  @Override
  public boolean adopt(long execution, String incarnation) {
    var owner =
        database.run(session -> session.sql(OWNER).number(execution).first(row -> row.text(1)));
    if (owner.isPresent() && !isAlive(owner.get())) {
      database.run(
          session ->
              session.sql(SET_OWNER).text(incarnation).number(execution).text(owner.get()).run());
    }
    return owner.isPresent();
  }

  @Override
  public void signal(long execution, String kind, String detail) {
    database.run(session -> session.sql(SIGNAL).text(kind).text(detail).number(execution).run());
  }

  private record Numbered(long number, Signal signal) {}

  /// What was read is handed on even if the answer to the commit was lost: a wish that comes twice
  /// does no harm, one that is lost does.
  @Override
  public List<Signal> takeSignals(String incarnation) {
    return database.transact(PostgresEngines::take, (_, taken) -> Optional.of(taken)).stream()
        .sorted(
            Comparator.comparingLong((Numbered it) -> it.signal().execution())
                .thenComparingLong(Numbered::number))
        .map(Numbered::signal)
        .toList();
  }

  private static List<Numbered> take(Session session) throws SQLException {
    return session
        .sql(TAKE_SIGNALS)
        .number(SIGNALS_MAX)
        .list(
            row ->
                new Numbered(row.number(2), new Signal(row.number(1), row.text(3), row.text(4))));
  }
}
