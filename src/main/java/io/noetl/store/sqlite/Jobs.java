package io.noetl.store.sqlite;

import io.noetl.broker.Command;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Encoded;
import io.noetl.store.JobCodec;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import io.noetl.store.QueuedJob.Status;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The table of jobs.
final class Jobs {
  private static final String CHECKPOINT = "checkpoint/";

  private static final String INSERT =
      """
      INSERT INTO queue (execution_id, job, queue_id, node_name, visit, action, context, status,
        priority, pool, attempts, max_attempts, available_at, lease_until, worker_id, fence,
        deliveries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TAKE =
      """
      UPDATE queue SET status = 'leased', worker_id = ?, lease_until = ?, fence = fence + 1,
        available_at = NULL
      WHERE execution_id = ? AND job = ?
      """;

  private static final String HOLD =
      """
      UPDATE queue SET status = 'held', worker_id = NULL, lease_until = NULL, available_at = ?,
        attempts = ?, deliveries = 0
      WHERE execution_id = ? AND job = ?
      """;

  private static final String STOP =
      """
      UPDATE queue SET status = 'stopping'
      WHERE execution_id = ? AND job = ? AND status = 'leased'
      """;

  private static final String END_PLAIN =
      "DELETE FROM queue WHERE execution_id = ? AND job = ? AND checkpointed = 0";

  private static final String END = "DELETE FROM queue WHERE execution_id = ? AND job = ?";

  private static final String LEASE_AGAIN =
      """
      UPDATE queue SET fence = fence + 1, deliveries = deliveries + 1, worker_id = ?,
        lease_until = ?, available_at = NULL,
        status = CASE status WHEN 'stopping' THEN 'stopping' ELSE 'leased' END
      WHERE execution_id = ? AND job = ?
      """;

  private static final String MARK_CHECKPOINT =
      "UPDATE queue SET checkpointed = 1 WHERE execution_id = ? AND job = ? AND checkpointed = 0";

  /// Names below a prefix that have no further part.
  private static final String CHECKPOINTS =
      """
      FROM payload
      WHERE execution_id = ?1 AND name >= ?2 AND name < ?3
        AND instr(substr(name, length(?2) + 1), '/') = 0
      """;

  private static final String END_CHECKPOINTS = "DELETE " + CHECKPOINTS;

  private static final String READ_CHECKPOINTS =
      "SELECT value " + CHECKPOINTS + " ORDER BY CAST(substr(name, length(?2) + 1) AS INTEGER)";

  /// What makes a [QueuedJob].
  static final String COLUMNS =
      """
      queue.execution_id, job, node_name, visit, attempts, max_attempts, fence, deliveries, pool,
        priority, action, queue.context, queue.status, worker_id, lease_until, available_at
      """;

  private static final String SELECT = "SELECT " + COLUMNS + " FROM queue WHERE execution_id = ?";
  private static final String OF_EXECUTION = SELECT + " ORDER BY queue_id";
  private static final String ONE = SELECT + " AND job = ?";

  private Jobs() {}

  /// A job as it comes on the queue: waiting since `available`, or leased.
  record Birth(long number, Job job, Instant available, Optional<Lease> lease) {}

  /// Who holds a job until when; [Instant#EPOCH] for an engine's own lease.
  record Lease(String holder, Instant until) {}

  static void insert(Session session, Birth birth, Encoded.Change change) throws SQLException {
    var job = birth.job();
    boolean leased = birth.lease().isPresent();
    var lease = birth.lease().orElse(new Lease("", Instant.EPOCH));
    session
        .sql(INSERT)
        .number(job.id().execution())
        .text(job.id().name())
        .number(birth.number())
        .text(job.step())
        .number(job.visit())
        .text(change.json())
        .words(change.context())
        .text(leased ? "leased" : "queued")
        .number(job.priority())
        .text(job.pool())
        .number(job.attempt())
        .number(job.attemptsMax())
        .instant(leased ? Instant.EPOCH : birth.available())
        .instant(lease.until())
        .words(lease.holder())
        .number(leased ? job.leased().fence() : job.fence())
        .number(job.deliveries())
        .run();
  }

  static void take(Session session, JobId job, Lease lease) throws SQLException {
    session
        .sql(TAKE)
        .text(lease.holder())
        .instant(lease.until())
        .number(job.execution())
        .text(job.name())
        .run();
  }

  static void hold(Session session, long execution, Command.HoldJob hold) throws SQLException {
    session
        .sql(HOLD)
        .number(Micros.of(hold.due()))
        .number(hold.attempt())
        .number(execution)
        .text(hold.job())
        .run();
  }

  static void stop(Session session, long execution, String job) throws SQLException {
    session.sql(STOP).number(execution).text(job).run();
  }

  /// Most jobs have no checkpoints; those that may have are looked after.
  static void end(Session session, long execution, String job) throws SQLException {
    if (session.sql(END_PLAIN).number(execution).text(job).run() == 0) {
      session.sql(END).number(execution).text(job).run();
      checkpoints(session.sql(END_CHECKPOINTS), execution, job).run();
    }
  }

  /// Remembers that a job has checkpoints, if `payload` is one.
  static void markCheckpoint(Session session, long execution, String payload) throws SQLException {
    if (payload.startsWith(CHECKPOINT)) {
      var job = payload.substring(CHECKPOINT.length(), payload.lastIndexOf('/'));
      session.sql(MARK_CHECKPOINT).number(execution).text(job).run();
    }
  }

  static List<byte[]> checkpoints(Session session, long execution, String job) throws SQLException {
    return checkpoints(session.sql(READ_CHECKPOINTS), execution, job).list(row -> row.bytes(1));
  }

  private static Sql checkpoints(Sql sql, long execution, String job) throws SQLException {
    var prefix = CHECKPOINT + job;
    char afterSlash = '/' + 1;
    return sql.number(execution).text(prefix + '/').text(prefix + afterSlash);
  }

  static Optional<QueuedJob> leaseAgain(Session session, JobId job, Lease lease)
      throws SQLException {
    session
        .sql(LEASE_AGAIN)
        .text(lease.holder())
        .instant(lease.until())
        .number(job.execution())
        .text(job.name())
        .run();
    return find(session, job.execution(), job.name());
  }

  static List<QueuedJob> of(Session session, long execution) throws SQLException {
    return session.sql(OF_EXECUTION).number(execution).list(Jobs::job);
  }

  static Optional<QueuedJob> find(Session session, long execution, String job) throws SQLException {
    return session.sql(ONE).number(execution).text(job).first(Jobs::job);
  }

  /// Reads [#COLUMNS].
  static QueuedJob job(Sql.Row row) throws SQLException {
    var job =
        new Job(
            new JobId(row.number(1), row.text(2)),
            row.text(3),
            row.small(4),
            row.small(5),
            row.small(6),
            row.number(7),
            row.small(8),
            row.text(9),
            row.small(10),
            JobCodec.call(row.text(11), row.text(12)));
    var status = Status.valueOf(row.text(13).toUpperCase(Locale.ROOT));
    return new QueuedJob(job, status, row.text(14), row.instant(status == Status.HELD ? 16 : 15));
  }
}
