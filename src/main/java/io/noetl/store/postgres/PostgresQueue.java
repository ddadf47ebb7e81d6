package io.noetl.store.postgres;

import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.store.Holder;
import io.noetl.store.JobQueue;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Gives out the jobs that wait, to any engine. Nobody waits for a row that another has locked.
final class PostgresQueue implements JobQueue {
  /// The index of waiting jobs is found by `available_at IS NOT NULL`.
  private static final String MAY_BE_CLAIMED =
      """
      queue.available_at IS NOT NULL
      AND (queue.status = 'queued' OR queue.available_at <= now()) AND execution.status <> 'PAUSED'
      """;

  private static final String CLAIM =
      "WITH found AS (SELECT queue.execution_id, queue.job, queue.available_at"
          + " FROM noetl.queue JOIN noetl.execution USING (execution_id)"
          + " WHERE queue.pool = ? AND "
          + MAY_BE_CLAIMED
          + """
            ORDER BY queue.priority DESC, queue.available_at, queue.execution_id, queue.queue_id
            LIMIT ? FOR UPDATE OF queue SKIP LOCKED
            ), taken AS (
            UPDATE noetl.queue SET status = 'leased', worker_id = ?, fence = fence + 1,
              available_at = NULL, lease_until =\
            """
          + Jobs.UNTIL
          + """
            FROM found WHERE queue.execution_id = found.execution_id AND queue.job = found.job
            RETURNING\
            """
          + Jobs.COLUMNS
          + """
            , found.available_at AS since, queue.queue_id
            )
            SELECT * FROM taken ORDER BY priority DESC, since, execution_id, queue_id
            """;

  /// What an engine of this very store holds is not lost: it knows better than its heartbeat.
  private static final String RECLAIM =
      Sight.SIGHT
          + """
            , lost AS (
              SELECT queue.execution_id, queue.job
              FROM noetl.queue, sight
              WHERE queue.status IN ('leased', 'stopping')
                AND (queue.lease_until < now() AND sight.judges
                  OR queue.lease_until IS NULL AND queue.worker_id <> ALL (?)
                    AND NOT EXISTS (
                      SELECT FROM noetl.engine WHERE engine.name = queue.worker_id AND\
            """
          + " "
          + Sight.IS_ALIVE
          + """
            ))
              ORDER BY queue.execution_id, queue.queue_id
              LIMIT ? FOR UPDATE OF queue SKIP LOCKED
            )
            UPDATE noetl.queue SET fence = fence + 1, deliveries = deliveries + 1, worker_id = ?,
              lease_until = NULL, available_at = NULL,
              status = CASE status WHEN 'stopping' THEN 'stopping' ELSE 'leased' END
            FROM lost WHERE queue.execution_id = lost.execution_id AND queue.job = lost.job
            RETURNING\
            """
          + Jobs.COLUMNS;

  /// Waits for whoever may still be committing the lease.
  private static final String IS_HELD =
      """
      SELECT 1 FROM noetl.queue
      WHERE execution_id = ? AND job = ? AND fence = ? AND worker_id = ? FOR UPDATE
      """;

  private static final String RELEASE =
      """
      WITH released AS (
        UPDATE noetl.queue SET status = ?, worker_id = NULL, lease_until = NULL,
          available_at = coalesce(?, now())
        WHERE execution_id = ? AND job = ? AND fence = ? AND status = 'leased'
        RETURNING pool, status
      )
      SELECT CASE status WHEN 'queued'
        THEN pg_notify('noetl', ?::text || ' queued ' || left(pool, 1000))::text END
      FROM released
      """;

  private static final String IS_RELEASED =
      """
      SELECT 1 FROM noetl.queue
      WHERE execution_id = ? AND job = ? AND fence = ? AND status IN ('queued', 'held') FOR UPDATE
      """;

  /// A row that is locked is just being ended, stopped or taken back: the next renewal will tell.
  private static final String RENEW =
      """
      WITH asked AS (
        SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::text[]) WITH ORDINALITY
          AS held (execution_id, fence, job, place)
      ), mine AS (
        SELECT queue.execution_id, queue.job
        FROM noetl.queue JOIN asked USING (execution_id, job, fence)
        WHERE worker_id = ? FOR UPDATE OF queue SKIP LOCKED
      ), renewed AS (
        UPDATE noetl.queue SET lease_until =\
      """
          + Jobs.UNTIL
          + """
            FROM mine WHERE queue.execution_id = mine.execution_id AND queue.job = mine.job
            )
            SELECT asked.execution_id, asked.job
            FROM asked LEFT JOIN noetl.queue ON queue.execution_id = asked.execution_id
              AND queue.job = asked.job AND queue.fence = asked.fence AND queue.worker_id = ?
            WHERE queue.status IS DISTINCT FROM 'leased' ORDER BY asked.place
            """;

  private static final String STOPPING =
      """
      SELECT execution_id, job, fence FROM noetl.queue
      WHERE worker_id = ? AND status = 'stopping' ORDER BY execution_id, queue_id
      """;

  private static final String LIST =
      "SELECT"
          + Jobs.COLUMNS
          + """
            FROM noetl.queue
            WHERE ?::text IN ('', pool) AND ?::text IN ('', status)
              AND ?::text IN ('', coalesce(worker_id, '')) AND ?::bigint IN (0, execution_id)
            ORDER BY available_at NULLS LAST, execution_id, queue_id LIMIT ?
            """;

  private static final String BUSY =
      "SELECT worker_id, count(*) FROM noetl.queue WHERE worker_id IS NOT NULL GROUP BY worker_id";

  private static final String DEPTHS =
      """
      SELECT pool, count(*) FILTER (WHERE available_at IS NOT NULL),
        count(*) FILTER (WHERE available_at IS NULL), min(available_at)
      FROM noetl.queue JOIN noetl.execution USING (execution_id)
      WHERE available_at IS NULL OR\
      """
          + " "
          + MAY_BE_CLAIMED
          + " GROUP BY pool ORDER BY pool";

  private final Database database;
  private final Lookout lookout;
  private final String sender;

  PostgresQueue(Database database, Lookout lookout, String sender) {
    this.database = database;
    this.lookout = lookout;
    this.sender = sender;
  }

  @Override
  public List<QueuedJob> claim(String engine, String pool, int max, Holder holder) {
    return database.transact(
        session ->
            session
                .sql(CLAIM)
                .text(pool)
                .number(max)
                .text(holder.name())
                .number(Batch.lease(holder))
                .list(Jobs::job),
        PostgresQueue::held);
  }

  @Override
  public List<QueuedJob> reclaim(String engine, int max) {
    return database.transact(
        session ->
            Sight.look(session.sql(RECLAIM), lookout, database.settings().pulse())
                .texts(lookout.engines().toArray(String[]::new))
                .number(max)
                .text(engine)
                .list(Jobs::job),
        PostgresQueue::held);
  }

  /// All of them were leased, or none.
  private static Optional<List<QueuedJob>> held(Session session, List<QueuedJob> leased)
      throws SQLException {
    for (var queued : leased) {
      var job = queued.job();
      if (session
          .sql(IS_HELD)
          .number(job.id().execution())
          .text(job.id().name())
          .number(job.fence())
          .text(queued.owner())
          .any()) {
        return Optional.of(leased);
      }
    }
    return leased.isEmpty() ? Optional.of(leased) : Optional.empty();
  }

  @Override
  public boolean release(JobId job, long fence, Instant due) {
    return database.transact(
        session -> release(session, job, fence, due),
        (session, _) -> named(session.sql(IS_RELEASED), job, fence).first(_ -> true));
  }

  private boolean release(Session session, JobId job, long fence, Instant due) throws SQLException {
    var sql =
        session
            .sql(RELEASE)
            .text(due.equals(Instant.EPOCH) ? "queued" : "held")
            .instant(Micros.cut(due));
    return named(sql, job, fence).text(sender).any();
  }

  private static Sql named(Sql sql, JobId job, long fence) throws SQLException {
    return sql.number(job.execution()).text(job.name()).number(fence);
  }

  @Override
  public List<JobId> renew(String holder, List<JobSource.Held> held, Duration lease) {
    if (held.isEmpty()) {
      return List.of();
    }
    return database.run(
        session ->
            session
                .sql(RENEW)
                .numbers(held.stream().mapToLong(it -> it.job().execution()).toArray())
                .numbers(held.stream().mapToLong(JobSource.Held::fence).toArray())
                .texts(held.stream().map(it -> it.job().name()).toArray(String[]::new))
                .text(holder)
                .number(Batch.lease(new Holder(holder, lease)))
                .text(holder)
                .list(row -> new JobId(row.number(1), row.text(2))));
  }

  @Override
  public List<JobSource.Held> stopping(String holder) {
    return database.run(
        session ->
            session
                .sql(STOPPING)
                .text(holder)
                .list(
                    row ->
                        new JobSource.Held(new JobId(row.number(1), row.text(2)), row.number(3))));
  }

  @Override
  public List<QueuedJob> list(Filter filter, int max) {
    return database.run(
        session ->
            session
                .sql(LIST)
                .text(filter.pool())
                .text(filter.status().toLowerCase(Locale.ROOT))
                .text(filter.holder())
                .number(filter.execution())
                .number(max)
                .list(Jobs::job));
  }

  @Override
  public Map<String, Long> busy() {
    return database
        .run(session -> session.sql(BUSY).list(row -> Map.entry(row.text(1), row.number(2))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public List<Depth> depths() {
    return database.run(
        session ->
            session
                .sql(DEPTHS)
                .list(row -> new Depth(row.text(1), row.number(2), row.number(3), row.instant(4))));
  }
}
