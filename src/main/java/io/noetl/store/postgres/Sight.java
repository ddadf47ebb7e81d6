package io.noetl.store.postgres;

import java.sql.SQLException;

/// Who can be seen to be alive: a part of queries that judge engines, and its parameters. A server
/// that has just started has heard nobody yet.
final class Sight {
  /// `judges`: whether silence means death; `since`: who was heard of since then is not silent.
  static final String SIGHT =
      """
      WITH sight AS (
        SELECT asked.judges AND pg_postmaster_start_time() < now() - asked.missed AS judges,
          now() - asked.missed AS since
        FROM (SELECT ?::boolean AS judges, ?::bigint * interval '1 millisecond' AS missed) AS asked
      )
      """;

  /// For use with the table `engine` beside `sight`.
  static final String IS_ALIVE = "(engine.heartbeat_at >= sight.since OR NOT sight.judges)";

  private Sight() {}

  static Sql look(Sql sql, Lookout lookout, Settings.Pulse pulse) throws SQLException {
    return sql.flag(lookout.judges()).number(pulse.missedAfter().toMillis());
  }
}
