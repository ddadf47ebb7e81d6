package io.noetl.store.sqlite;

import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.store.Holder;
import io.noetl.store.JobQueue;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Gives out the jobs that wait. The write lock is taken only when there is something to give.
final class SqliteQueue implements JobQueue {
  private static final String FROM_QUEUE = " FROM queue CROSS JOIN execution USING (execution_id) ";

  /// The index of waiting jobs is found by `available_at IS NOT NULL`.
  private static final String MAY_BE_CLAIMED =
      """
      available_at IS NOT NULL AND (queue.status = 'queued' OR available_at <= ?)
      AND execution.status <> 'PAUSED'
      """;

  private static final String CLAIMABLE =
      FROM_QUEUE + "WHERE pool = ? AND owner = ? AND " + MAY_BE_CLAIMED;

  private static final String ANY_CLAIMABLE = "SELECT 1" + CLAIMABLE + " LIMIT 1";

  private static final String MOST_URGENT =
      "SELECT "
          + Jobs.COLUMNS
          + CLAIMABLE
          + " ORDER BY priority DESC, available_at, queue.execution_id, queue_id LIMIT ?";

  /// Jobs whose lease has ended, or that only their holder's life keeps.
  private static final String DOUBTFUL =
      FROM_QUEUE
          + """
            WHERE owner = ? AND queue.status IN ('leased', 'stopping')
              AND (lease_until IS NULL AND worker_id <> ? OR lease_until < ?)
            ORDER BY queue.execution_id, queue_id
            """;

  private static final String READ_DOUBTFUL =
      "SELECT queue.execution_id, job, worker_id, lease_until" + DOUBTFUL;

  private static final String RELEASE =
      """
      UPDATE queue SET status = ?, worker_id = NULL, lease_until = NULL, available_at = ?
      WHERE execution_id = ? AND job = ? AND fence = ? AND status = 'leased'
      """;

  private static final String RENEW =
      """
      UPDATE queue SET lease_until = ?
      WHERE execution_id = ? AND job = ? AND fence = ? AND worker_id = ?
      RETURNING status
      """;

  private static final String STOPPING =
      """
      SELECT execution_id, job, fence FROM queue
      WHERE worker_id = ? AND status = 'stopping' ORDER BY execution_id, queue_id
      """;

  private static final String LIST =
      "SELECT "
          + Jobs.COLUMNS
          + """
            FROM queue
            WHERE (?1 = '' OR pool = ?1) AND (?2 = '' OR status = ?2)
              AND (?3 = '' OR worker_id = ?3) AND (?4 = 0 OR execution_id = ?4)
            ORDER BY available_at NULLS LAST, execution_id, queue_id LIMIT ?5
            """;

  private static final String BUSY =
      "SELECT worker_id, count(*) FROM queue WHERE worker_id IS NOT NULL GROUP BY worker_id";

  private static final String DEPTHS =
      "SELECT pool, count(*) FILTER (WHERE available_at IS NOT NULL),"
          + " count(*) FILTER (WHERE available_at IS NULL), min(available_at)"
          + FROM_QUEUE
          + "WHERE available_at IS NULL OR "
          + MAY_BE_CLAIMED
          + " GROUP BY pool ORDER BY pool";

  private final Writer writer;
  private final Readers readers;
  private final Incarnations incarnations;
  private final InstantSource clock;

  SqliteQueue(Writer writer, Readers readers, Incarnations incarnations, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.incarnations = incarnations;
    this.clock = clock;
  }

  @Override
  public List<QueuedJob> claim(String engine, String pool, int max, Holder holder) {
    boolean any =
        readers.read(
            session ->
                claimable(session.sql(ANY_CLAIMABLE), engine, pool).first(_ -> true).isPresent());
    return any ? writer.write(session -> claim(session, engine, pool, max, holder)) : List.of();
  }

  private List<QueuedJob> claim(Session session, String engine, String pool, int max, Holder holder)
      throws SQLException {
    var found = claimable(session.sql(MOST_URGENT), engine, pool).number(max).list(Jobs::job);
    var lease = new Jobs.Lease(holder.name(), holder.until(clock.instant()));
    List<QueuedJob> claimed = new ArrayList<>(found.size());
    for (var queued : found) {
      Jobs.take(session, queued.job().id(), lease);
      claimed.add(
          new QueuedJob(
              queued.job().leased(), QueuedJob.Status.LEASED, holder.name(), lease.until()));
    }
    return claimed;
  }

  private Sql claimable(Sql sql, String engine, String pool) throws SQLException {
    return sql.text(pool).text(engine).number(Micros.of(clock.instant()));
  }

  @Override
  public List<QueuedJob> reclaim(String engine, int max) {
    boolean any = !readers.read(session -> lost(session, engine, 1)).isEmpty();
    return any ? writer.write(session -> reclaim(session, engine, max)) : List.of();
  }

  private List<QueuedJob> reclaim(Session session, String engine, int max) throws SQLException {
    List<QueuedJob> reclaimed = new ArrayList<>();
    for (var job : lost(session, engine, max)) {
      Jobs.leaseAgain(session, job, new Jobs.Lease(engine, Instant.EPOCH))
          .ifPresent(reclaimed::add);
    }
    return reclaimed;
  }

  private record Doubt(JobId job, String holder, boolean ended) {}

  private List<JobId> lost(Session session, String engine, int max) throws SQLException {
    return session
        .sql(READ_DOUBTFUL)
        .text(engine)
        .text(incarnations.isAlive(engine) ? engine : "")
        .number(Micros.of(clock.instant()))
        .list(row -> new Doubt(new JobId(row.number(1), row.text(2)), row.text(3), !row.isNull(4)))
        .stream()
        .filter(doubt -> doubt.ended() || !incarnations.isAlive(doubt.holder()))
        .limit(max)
        .map(Doubt::job)
        .toList();
  }

  @Override
  public boolean release(JobId job, long fence, Instant due) {
    boolean atOnce = due.equals(Instant.EPOCH);
    return writer.write(
        session ->
            session
                    .sql(RELEASE)
                    .text(atOnce ? "queued" : "held")
                    .number(Micros.of(atOnce ? clock.instant() : due))
                    .number(job.execution())
                    .text(job.name())
                    .number(fence)
                    .run()
                == 1);
  }

  @Override
  public List<JobId> renew(String holder, List<JobSource.Held> held, Duration lease) {
    return held.isEmpty()
        ? List.of()
        : writer.write(session -> renew(session, new Holder(holder, lease), held));
  }

  private List<JobId> renew(Session session, Holder holder, List<JobSource.Held> held)
      throws SQLException {
    var until = holder.until(clock.instant());
    List<JobId> toStop = new ArrayList<>();
    for (var each : held) {
      var status =
          session
              .sql(RENEW)
              .instant(until)
              .number(each.job().execution())
              .text(each.job().name())
              .number(each.fence())
              .text(holder.name())
              .first(row -> row.text(1));
      if (!status.equals(Optional.of("leased"))) {
        toStop.add(each.job());
      }
    }
    return toStop;
  }

  @Override
  public List<JobSource.Held> stopping(String holder) {
    return readers.read(
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
    return readers.read(
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
    return readers
        .read(session -> session.sql(BUSY).list(row -> Map.entry(row.text(1), row.number(2))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public List<Depth> depths() {
    return readers.read(
        session ->
            session
                .sql(DEPTHS)
                .number(Micros.of(clock.instant()))
                .list(row -> new Depth(row.text(1), row.number(2), row.number(3), row.instant(4))));
  }
}
