package io.noetl.store.postgres;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Timer;
import io.noetl.job.JobId;
import io.noetl.store.Append;
import io.noetl.store.Credentials;
import io.noetl.store.DueTimer;
import io.noetl.store.Encoded;
import io.noetl.store.EventRow;
import io.noetl.store.Holder;
import io.noetl.store.JobQueue;
import io.noetl.store.News;
import io.noetl.store.QueuedJob;
import io.noetl.store.RequestKeys;
import io.noetl.store.Retention;
import io.noetl.store.Runtimes;
import io.noetl.store.Store;
import io.noetl.store.Tokens;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// The store that any number of engines share: the schema `noetl` of a PostgreSQL database. A
/// restart of the database or a fail-over is waited for.
public final class PostgresStore implements Store {
  private static final String NOW = "SELECT clock_timestamp()";

  private static final String ABOUT =
      "SELECT current_setting('server_version'), (SELECT max(version) FROM noetl.schema_version)";

  private final Database database;
  private final Lookout lookout;
  private final Writer writer;
  private final Histories histories;
  private final Timers timers;
  private final JobQueue queue;

  private PostgresStore(Settings settings) {
    var sender = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    database = new Database(settings);
    lookout = new Lookout(database, sender);
    writer = new Writer(new Appends(database, sender)::write, settings.pool().writers());
    histories = new Histories(database);
    timers = new Timers(database);
    queue = new PostgresQueue(database, lookout, sender);
  }

  /// Opens the store. A database whose schema is behind is migrated or refused, as the settings
  /// say; one that is ahead is refused.
  public static PostgresStore open(Settings settings) {
    PostgresMigrations.prepare(settings);
    var store = new PostgresStore(settings);
    try {
      Unread.read(store.database);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public List<Append.Answer> commit(List<Append> batch) {
    return write(batch.stream().map(Encoded::of).toList());
  }

  @Override
  public List<Append.Answer> write(List<Encoded> batch) {
    return batch.isEmpty() ? List.of() : writer.write(batch);
  }

  @Override
  public List<Entry> read(long execution, long after, int max) {
    return histories.read(execution, after, max);
  }

  @Override
  public List<EventRow> rows(long execution, long after, int max) {
    return histories.rows(execution, after, max);
  }

  @Override
  public Optional<Value> findPayload(Content.Stored stored) {
    return histories.payload(stored);
  }

  @Override
  public List<Value> checkpoints(long execution, String job) {
    return histories.checkpoints(execution, job);
  }

  @Override
  public List<Append.LogLine> logs(long execution, String step, long seen, int max) {
    return histories.logs(execution, step, seen, max);
  }

  @Override
  public About about() {
    return database.run(
        session ->
            session
                .sql(ABOUT)
                .one(row -> new About("postgres", place(), row.text(1), row.small(2))));
  }

  private String place() {
    return database.settings().place().replaceFirst("^jdbc:", "");
  }

  @Override
  public ExecutionIndex executions() {
    return new Executions(database);
  }

  @Override
  public Catalog catalog() {
    return new PostgresCatalog(database);
  }

  @Override
  public Engines engines() {
    return new PostgresEngines(database, lookout);
  }

  @Override
  public List<Timer> timers(long execution) {
    return timers.of(execution);
  }

  @Override
  public void endTimer(long execution, Timer timer) {
    timers.done(execution, timer);
  }

  @Override
  public List<QueuedJob> jobs(long execution) {
    return database.run(session -> Jobs.of(session, execution));
  }

  @Override
  public Optional<QueuedJob> job(long execution, String name) {
    return database.run(session -> Jobs.find(session, execution, name));
  }

  @Override
  public QueuedJob lease(long execution, String name, String owner, Duration time) {
    var job = new JobId(execution, name);
    return database
        .run(session -> Jobs.leaseAgain(session, job, new Holder(owner, time)))
        .orElseThrow(() -> new IllegalStateException("no job %s to lease".formatted(job)));
  }

  @Override
  public Instant now() {
    return database.run(session -> session.sql(NOW).one(row -> row.instant(1)));
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  @Override
  public List<DueTimer> dueTimers(String engine, Instant due, int max) {
    return timers.due(due, max);
  }

  @Override
  public void listen(Consumer<News> listener) {
    lookout.listen(listener);
  }

  @Override
  public Credentials credentials() {
    return new PostgresCredentials(database);
  }

  @Override
  public Tokens tokens() {
    return new PostgresTokens(database);
  }

  @Override
  public Runtimes runtimes() {
    return new PostgresRuntimes(database);
  }

  @Override
  public RequestKeys requestKeys() {
    return new PostgresRequestKeys(database);
  }

  @Override
  public Retention retention() {
    return new PostgresRetention(database);
  }

  @Override
  public void close() {
    writer.close();
    lookout.close();
    database.close();
  }
}
