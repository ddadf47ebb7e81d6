package io.noetl.store.sqlite;

import io.noetl.broker.Command;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Append;
import io.noetl.store.Encoded;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Carries out the commands of one append on the tables of jobs and timers.
final class Changes {
  /// Enough for the commands of any one decision; the expected event makes the number grow.
  private static final int BIRTH_BITS = 20;

  private final Session session;
  private final Append append;
  private final Jobs.Lease lease;
  private int births;

  Changes(Session session, Append append, Instant now) {
    this.session = session;
    this.append = append;
    this.lease = new Jobs.Lease(append.holder().name(), append.holder().until(now));
  }

  void carryOut(Encoded.Change change) throws SQLException {
    long execution = append.execution();
    switch (change.command()) {
      case Command.RunJob(var job, var leased) -> Jobs.insert(session, birth(job, leased), change);
      case Command.LeaseJob(var job) -> Jobs.take(session, new JobId(execution, job), lease);
      case Command.HoldJob hold -> Jobs.hold(session, execution, hold);
      case Command.EndJob(var job) -> Jobs.end(session, execution, job);
      case Command.StopJob(var job) -> Jobs.stop(session, execution, job);
      case Command.SetTimer(var timer) -> Timers.set(session, execution, timer, change.json());
      case Command.EndTimer(var name) -> Timers.end(session, execution, name);
    }
  }

  private Jobs.Birth birth(Job job, boolean leased) {
    long number = append.row().lastEvent() << BIRTH_BITS | births++;
    return new Jobs.Birth(number, job, append.at(), leased ? Optional.of(lease) : Optional.empty());
  }
}
