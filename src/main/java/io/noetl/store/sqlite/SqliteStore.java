package io.noetl.store.sqlite;

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
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import io.noetl.store.RequestKeys;
import io.noetl.store.Retention;
import io.noetl.store.Runtimes;
import io.noetl.store.Store;
import io.noetl.store.Tokens;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The embedded store: `noetl.db` in a data directory that several processes may use at once.
public final class SqliteStore implements Store {
  private static final String ABOUT =
      "SELECT sqlite_version(), (SELECT max(version) FROM schema_version)";

  private final Settings settings;
  private final Database database;
  private final Appends appends;
  private final Writer writer;
  private final Readers readers;
  private final Incarnations incarnations;
  private final Histories histories;

  private SqliteStore(Path directory, Settings settings) {
    this.settings = settings;
    appends = new Appends(settings.clock());
    database = Database.in(directory, settings);
    NativeLibrary.prepare(directory);
    writer = new Writer(database.writing(), database.file());
    readers = new Readers(database.file(), database::reading);
    incarnations = new Incarnations(directory);
    histories = new Histories(readers);
  }

  /// Opens the store in `dataDirectory`; both are made if they are not there.
  public static SqliteStore open(Path dataDirectory) {
    return open(dataDirectory, Settings.DEFAULT);
  }

  public static SqliteStore open(Path dataDirectory, Settings settings) {
    return new SqliteStore(dataDirectory, settings);
  }

  @Override
  public List<Append.Answer> commit(List<Append> batch) {
    return write(batch.stream().map(Encoded::of).toList());
  }

  @Override
  public List<Append.Answer> write(List<Encoded> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    return writer.write(
        Appends.size(batch),
        session -> {
          List<Append.Answer> answers = new ArrayList<>(batch.size());
          for (var append : batch) {
            answers.add(appends.write(session, append));
          }
          return answers;
        });
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
    return readers.read(
        session ->
            session
                .sql(ABOUT)
                .first(row -> new About("sqlite", place(), row.text(1), row.small(2)))
                .orElseThrow());
  }

  private String place() {
    return database.file().toString();
  }

  @Override
  public ExecutionIndex executions() {
    return new Executions(readers);
  }

  @Override
  public Catalog catalog() {
    return new SqliteCatalog(writer, readers, settings.clock());
  }

  @Override
  public Engines engines() {
    return new SqliteEngines(writer, readers, incarnations);
  }

  @Override
  public List<Timer> timers(long execution) {
    return readers.read(session -> Timers.of(session, execution));
  }

  @Override
  public void endTimer(long execution, Timer timer) {
    writer.write(session -> Timers.done(session, execution, timer));
  }

  @Override
  public List<QueuedJob> jobs(long execution) {
    return readers.read(session -> Jobs.of(session, execution));
  }

  @Override
  public Optional<QueuedJob> job(long execution, String name) {
    return readers.read(session -> Jobs.find(session, execution, name));
  }

  @Override
  public QueuedJob lease(long execution, String name, String owner, Duration time) {
    var job = new JobId(execution, name);
    var holder = new Holder(owner, time);
    return writer
        .write(session -> Jobs.leaseAgain(session, job, new Jobs.Lease(owner, holder.until(now()))))
        .orElseThrow(() -> new IllegalStateException("no job %s to lease".formatted(job)));
  }

  @Override
  public Instant now() {
    return Micros.cut(settings.clock().instant());
  }

  @Override
  public boolean isEmbedded() {
    return true;
  }

  @Override
  public JobQueue queue() {
    return new SqliteQueue(writer, readers, incarnations, settings.clock());
  }

  @Override
  public List<DueTimer> dueTimers(String engine, Instant due, int max) {
    return readers.read(session -> Timers.due(session, engine, due, max));
  }

  @Override
  public Credentials credentials() {
    return new SqliteCredentials(writer, readers);
  }

  @Override
  public Tokens tokens() {
    return new SqliteTokens(writer, readers);
  }

  @Override
  public Runtimes runtimes() {
    return new SqliteRuntimes(writer, readers, settings.clock());
  }

  @Override
  public RequestKeys requestKeys() {
    return new SqliteRequestKeys(writer, settings.clock());
  }

  @Override
  public Retention retention() {
    return new SqliteRetention(writer, readers);
  }

  /// Writes a consistent copy of the store, as it is now, to a new file; work goes on meanwhile.
  /// The file can be put in place of `noetl.db` in a data directory that nobody uses.
  public void backup(Path target) {
    new Backup(database).to(target);
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    incarnations.close();
  }
}
