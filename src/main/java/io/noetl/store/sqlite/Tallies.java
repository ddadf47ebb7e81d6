package io.noetl.store.sqlite;

import io.noetl.broker.Phase;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.Micros;
import io.noetl.store.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Counts executions by the piece of a time in which they started, and by phase.
final class Tallies {
  /// More pieces than this are found row by row.
  private static final long PIECES_MAX = 1_000;

  /// Reads each execution of the time.
  private static final String ROW_BY_ROW =
      "SELECT (started_at - ?) / ?, status, count(*) FROM execution INDEXED BY execution_started";

  /// Reads no execution that has ended, but indexes alone: all of a piece, then those of them that
  /// did not complete. One statement, so that it all is of the same instant.
  private static final String BY_INDEXES =
      """
      WITH RECURSIVE piece (place) AS (
        SELECT 0 UNION ALL SELECT place + 1 FROM piece WHERE place + 1 < ?4)
      SELECT place, 'COMPLETED', (
        SELECT count(*) FROM execution INDEXED BY execution_started
        WHERE started_at >= ?1 + place * ?3 AND started_at < min(?1 + (place + 1) * ?3, ?2))
      FROM piece
      UNION ALL
      SELECT (started_at - ?1) / ?3, status, count(*)
      FROM execution INDEXED BY execution_bad
      WHERE status IN ('FAILED', 'CANCELLED') AND started_at >= ?1 AND started_at < ?2
      GROUP BY 1, 2
      UNION ALL
      SELECT (started_at - ?1) / ?3, status, count(*)
      FROM execution INDEXED BY execution_unfinished
      WHERE ended_at IS NULL AND started_at >= ?1 AND started_at < ?2
      GROUP BY 1, 2
      """;

  private final Readers readers;

  Tallies(Readers readers) {
    this.readers = readers;
  }

  List<Tally> of(ExecutionQuery query, Duration width) {
    var conditions = Conditions.of(query);
    return conditions.isEmpty() && pieces(query, width) <= PIECES_MAX
        ? byIndexes(query, width)
        : rowByRow(query, conditions, width);
  }

  private static long pieces(ExecutionQuery query, Duration width) {
    return query.isUntil()
        ? Math.ceilDiv(Micros.of(query.until()) - Micros.of(query.from()), Micros.of(width))
        : Long.MAX_VALUE;
  }

  private List<Tally> rowByRow(ExecutionQuery query, Conditions conditions, Duration width) {
    conditions.add(
        "started_at >= ? AND started_at < ?",
        sql -> sql.number(Executions.from(query)).number(Executions.until(query)));
    var text = ROW_BY_ROW + conditions.where() + " GROUP BY 1, 2";
    return readers.read(
        session -> {
          var sql = session.sql(text).number(Executions.from(query)).number(Micros.of(width));
          return conditions.fill(sql).list(Tallies::tally);
        });
  }

  private List<Tally> byIndexes(ExecutionQuery query, Duration width) {
    var found =
        readers.read(
            session ->
                session
                    .sql(BY_INDEXES)
                    .number(Executions.from(query))
                    .number(Executions.until(query))
                    .number(Micros.of(width))
                    .number(pieces(query, width))
                    .list(Tallies::tally));
    var others = new HashMap<Integer, Long>();
    for (var tally : found) {
      if (tally.phase() != Phase.COMPLETED) {
        others.merge(tally.place(), tally.count(), Long::sum);
      }
    }
    var tallies = new ArrayList<Tally>();
    for (var tally : found) {
      boolean isAll = tally.phase() == Phase.COMPLETED;
      long count = tally.count() - (isAll ? others.getOrDefault(tally.place(), 0L) : 0);
      if (count > 0) {
        tallies.add(new Tally(tally.place(), tally.phase(), count));
      }
    }
    return tallies;
  }

  private static Tally tally(Sql.Row row) throws SQLException {
    return new Tally(row.small(1), Phase.valueOf(row.text(2)), row.number(3));
  }
}
