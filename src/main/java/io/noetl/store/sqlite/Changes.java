package io.noetl.store.sqlite;

import io.noetl.broker.Command;
import io.noetl.store.Append;
import java.sql.SQLException;

/// Carries out the commands of one append on the tables of jobs and timers.
final class Changes {
  /// Enough for the commands of any one decision; the expected event makes the number grow.
  private static final int BIRTH_BITS = 20;

  private final Session session;
  private final Append append;
  private int births;

  Changes(Session session, Append append) {
    this.session = session;
    this.append = append;
  }

  void carryOut(Encoded.Change change) throws SQLException {
    long execution = append.execution();
    var owner = append.row().owner();
    switch (change.command()) {
      case Command.RunJob(var job, var leased) ->
          Jobs.insert(session, birth(), change, job, leased ? owner : "");
      case Command.LeaseJob(var job) -> Jobs.take(session, execution, job, owner);
      case Command.HoldJob hold -> Jobs.hold(session, execution, hold);
      case Command.EndJob(var job) -> Jobs.end(session, execution, job);
      case Command.StopJob(var job) -> Jobs.stop(session, execution, job);
      case Command.SetTimer(var timer) -> Timers.set(session, execution, timer, change.json());
      case Command.EndTimer(var name) -> Timers.end(session, execution, name);
    }
  }

  private long birth() {
    return append.row().lastEvent() << BIRTH_BITS | births++;
  }
}
