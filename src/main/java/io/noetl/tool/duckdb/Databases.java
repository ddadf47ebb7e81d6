package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// The databases that this process has open. One that nobody uses rests for a moment, since the
/// next save or step often follows at once, and is closed then: while it is open no other process
/// can have it.
final class Databases implements AutoCloseable {
  private static final int RESTING_MAX = 8;
  private static final Duration SWEEP = Duration.ofHours(1);

  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Map<Path, Database> open = new HashMap<>();
  private @Nullable ScheduledExecutorService closer;
  private boolean closed;

  Databases(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /// A connection that belongs to one call until it is given back.
  final class Lease {
    private final Database database;
    private final DuckDBConnection connection;
    private boolean isSoiled;

    private Lease(Database database, DuckDBConnection connection) {
      this.database = database;
      this.connection = connection;
    }

    DuckDBConnection connection() {
      return connection;
    }

    Database database() {
      return database;
    }

    /// The call leaves something in the database that is not for the next: settings, secrets, other
    /// databases.
    void soil() {
      isSoiled = true;
    }

    void giveBack() {
      Database.closeQuietly(connection);
      leave(database, isSoiled);
    }
  }

  Lease take(Place place, Limits limits) throws ToolFailure, InterruptedException {
    var database = enter(place);
    boolean isTaken = false;
    try {
      var lease = new Lease(database, database.connect(limits));
      isTaken = true;
      return lease;
    } finally {
      if (!isTaken) {
        leave(database, true);
      }
    }
  }

  private synchronized Database enter(Place place) {
    if (closed) {
      throw new IllegalStateException("the duckdb tool is closed");
    }
    if (closer == null) {
      begin();
    }
    var database =
        switch (place) {
          case Place.Memory _ -> new Database(place, surroundings);
          case Place.Named(var file) -> shared(file, place);
          case Place.OfExecution(var file) -> shared(file, place);
        };
    database.users++;
    return database;
  }

  private Database shared(Path file, Place place) {
    return open.computeIfAbsent(file, _ -> new Database(place, surroundings));
  }

  private void begin() {
    closer = Executors.newSingleThreadScheduledExecutor(Databases::closerThread);
    var _ = closer.scheduleWithFixedDelay(this::closeRested, 500, 500, TimeUnit.MILLISECONDS);
    var _ = closer.scheduleWithFixedDelay(this::sweep, 1, SWEEP.toSeconds(), TimeUnit.SECONDS);
  }

  private static Thread closerThread(Runnable work) {
    return Thread.ofPlatform().daemon().name("noetl-duckdb-closer").unstarted(work);
  }

  private void sweep() {
    Leftovers.deleteLibrary();
    Leftovers.sweep(surroundings, clock.instant(), this::isOpen);
  }

  private synchronized boolean isOpen(Path file) {
    return open.containsKey(file);
  }

  private void leave(Database database, boolean isSoiled) {
    boolean isToClose;
    synchronized (this) {
      database.users--;
      database.restingSince = System.nanoTime();
      isToClose =
          database.users == 0
              && (closed
                  || isSoiled
                  || database.place() instanceof Place.Memory
                  || resting() > RESTING_MAX);
    }
    if (isToClose) {
      retire(database);
    }
  }

  private long resting() {
    return open.values().stream().filter(it -> it.users == 0).count();
  }

  private void closeRested() {
    long instant = System.nanoTime() - surroundings.rest().toNanos();
    List<Database> rested = new ArrayList<>();
    synchronized (this) {
      for (var database : open.values()) {
        if (database.users == 0 && database.restingSince - instant <= 0) {
          rested.add(database);
        }
      }
    }
    rested.forEach(this::retire);
  }

  /// Who comes meanwhile waits until it is closed and opens it again.
  private void retire(Database database) {
    database.close(() -> isUnused(database));
    synchronized (this) {
      if (database.users == 0) {
        open.values().remove(database);
      }
    }
  }

  private synchronized boolean isUnused(Database database) {
    return database.users == 0;
  }

  /// How many are open.
  synchronized int size() {
    return open.size();
  }

  /// Those in use are closed when they are given back.
  @Override
  public void close() {
    List<Database> unused;
    synchronized (this) {
      closed = true;
      if (closer == null) {
        return; // Nothing was opened: the driver need not be loaded to end.
      }
      closer.shutdownNow();
      unused = open.values().stream().filter(it -> it.users == 0).toList();
    }
    unused.forEach(this::retire);
  }
}
