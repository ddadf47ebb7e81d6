package io.noetl.store.sqlite;

import io.noetl.broker.Command;
import io.noetl.job.Job;
import io.noetl.job.JobId;
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
        priority, pool, attempts, max_attempts, worker_id, fence, deliveries)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TAKE =
      """
      UPDATE queue SET status = 'leased', worker_id = ?, fence = fence + 1, lease_until = NULL,
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

  private static final String COLUMNS =
      """
      SELECT job, node_name, visit, attempts, max_attempts, fence, deliveries, pool, priority,
        action, context, status, worker_id, lease_until, available_at
      FROM queue WHERE execution_id = ?
      """;

  private static final String OF_EXECUTION = COLUMNS + " ORDER BY queue_id";
  private static final String ONE = COLUMNS + " AND job = ?";

  private Jobs() {}

  /// A job is born leased to `owner`, or, if that is empty, waiting.
  static void insert(Session session, long birth, Encoded.Change change, Job job, String owner)
      throws SQLException {
    boolean leased = !owner.isEmpty();
    session
        .sql(INSERT)
        .number(job.id().execution())
        .text(job.id().name())
        .number(birth)
        .text(job.step())
        .number(job.visit())
        .text(change.json())
        .words(change.context())
        .text(leased ? "leased" : "queued")
        .number(job.priority())
        .text(job.pool())
        .number(job.attempt())
        .number(job.attemptsMax())
        .words(owner)
        .number(leased ? job.leased().fence() : job.fence())
        .number(job.deliveries())
        .run();
  }

  static void take(Session session, long execution, String job, String owner) throws SQLException {
    session.sql(TAKE).text(owner).number(execution).text(job).run();
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

  static Optional<QueuedJob> leaseAgain(Session session, JobId job, String owner, Instant until)
      throws SQLException {
    session
        .sql(LEASE_AGAIN)
        .text(owner)
        .number(Micros.of(until))
        .number(job.execution())
        .text(job.name())
        .run();
    return find(session, job.execution(), job.name());
  }

  static List<QueuedJob> of(Session session, long execution) throws SQLException {
    return session.sql(OF_EXECUTION).number(execution).list(row -> job(execution, row));
  }

  static Optional<QueuedJob> find(Session session, long execution, String job) throws SQLException {
    return session.sql(ONE).number(execution).text(job).first(row -> job(execution, row));
  }

  private static QueuedJob job(long execution, Sql.Row row) throws SQLException {
    var job =
        new Job(
            new JobId(execution, row.text(1)),
            row.text(2),
            row.small(3),
            row.small(4),
            row.small(5),
            row.number(6),
            row.small(7),
            row.text(8),
            row.small(9),
            JobCodec.call(row.text(10), row.text(11)));
    var status = Status.valueOf(row.text(12).toUpperCase(Locale.ROOT));
    return new QueuedJob(
        job, status, row.text(13), Micros.instant(row.number(status == Status.HELD ? 15 : 14)));
  }
}
