package io.noetl.store.postgres;

import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Holder;
import io.noetl.store.JobCodec;
import io.noetl.store.QueuedJob;
import io.noetl.store.QueuedJob.Status;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The table of jobs.
final class Jobs {
  /// What makes a [QueuedJob].
  static final String COLUMNS =
      """
       queue.execution_id, queue.job, queue.node_name, queue.visit, queue.attempts,
        queue.max_attempts, queue.fence, queue.deliveries, queue.pool, queue.priority, queue.action,
        queue.context, queue.status, queue.worker_id, queue.lease_until, queue.available_at
      """;

  /// The end of a lease of so many microseconds; none for 0.
  static final String UNTIL = "(now() + nullif(?::bigint, 0) * interval '1 microsecond')";

  private static final String SELECT =
      "SELECT" + COLUMNS + "FROM noetl.queue WHERE execution_id = ?";

  private static final String OF_EXECUTION = SELECT + " ORDER BY queue_id";
  private static final String ONE = SELECT + " AND job = ?";

  private static final String LEASE_AGAIN =
      "UPDATE noetl.queue SET fence = fence + 1, deliveries = deliveries + 1, worker_id = ?,"
          + " available_at = NULL, lease_until = "
          + UNTIL
          + """
            , status = CASE status WHEN 'stopping' THEN 'stopping' ELSE 'leased' END
            WHERE execution_id = ? AND job = ? RETURNING\
            """
          + COLUMNS;

  /// Names below a prefix that have no further part.
  private static final String CHECKPOINTS =
      """
      SELECT value FROM noetl.payload
      WHERE execution_id = ? AND name >= ? AND name < ? AND strpos(substr(name, ?), '/') = 0
      ORDER BY substr(name, ?)::bigint
      """;

  private Jobs() {}

  static Optional<QueuedJob> leaseAgain(Session session, JobId job, Holder holder)
      throws SQLException {
    return session
        .sql(LEASE_AGAIN)
        .text(holder.name())
        .number(Batch.lease(holder))
        .number(job.execution())
        .text(job.name())
        .first(Jobs::job);
  }

  static List<QueuedJob> of(Session session, long execution) throws SQLException {
    return session.sql(OF_EXECUTION).number(execution).list(Jobs::job);
  }

  static Optional<QueuedJob> find(Session session, long execution, String job) throws SQLException {
    return session.sql(ONE).number(execution).text(job).first(Jobs::job);
  }

  static List<String> checkpoints(Session session, long execution, String job) throws SQLException {
    var prefix = Chain.CHECKPOINT + job;
    char afterSlash = '/' + 1;
    int numberAt = prefix.codePointCount(0, prefix.length()) + 2;
    return session
        .sql(CHECKPOINTS)
        .number(execution)
        .text(prefix + '/')
        .text(prefix + afterSlash)
        .small(numberAt)
        .small(numberAt)
        .list(row -> row.text(1));
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
