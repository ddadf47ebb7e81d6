package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps connections warm between calls, for each target no more than [#EACH_MAX] at once.
///
/// Ready pools open connections in the background and answer one that cannot be opened by waiting;
/// here a wrong password is to be told at once, by the call that has it.
public final class Connections<T, L extends Link> implements AutoCloseable {
  /// A server has 100 by default, and others want some, too.
  public static final int EACH_MAX = 8;

  private static final int IDLE_MAX = 64;
  private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

  /// One that rested longer is asked whether it still works.
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int VALID_SECONDS = 5;

  private final String owner;
  private final Access<T, L> access;
  private final Map<T, Pool<L>> pools = new HashMap<>();
  private @Nullable ScheduledExecutorService sweeper;
  private int idle;
  private boolean closed;

  /// `owner` is the tool that uses them.
  public Connections(String owner, Access<T, L> access) {
    this.owner = owner;
    this.access = access;
  }

  private static final class Pool<L> {
    private final Semaphore permits = new Semaphore(EACH_MAX, true);
    private final Deque<Idle<L>> idle = new ArrayDeque<>();
    private int users;
  }

  private record Idle<L>(L link, long since) {}

  /// A connection that belongs to one call until it is given back.
  final class Lease {
    private final T target;
    private final Pool<L> pool;
    private final L link;

    private Lease(T target, Pool<L> pool, L link) {
      this.target = target;
      this.pool = pool;
      this.link = link;
    }

    L link() {
      return link;
    }

    /// Another call may have it.
    void giveBack() {
      if (!keep(target, link)) {
        drop();
        return;
      }
      leave(pool);
    }

    /// Nobody can know what state it is in.
    void drop() {
      closeQuietly(link);
      leave(pool);
    }
  }

  /// Waits while all connections of the target are in use.
  Lease take(T target) throws ToolFailure, InterruptedException {
    var pool = enter(target);
    boolean isTaken = false;
    try {
      pool.permits.acquire();
      try {
        var lease = new Lease(target, pool, link(target, pool));
        isTaken = true;
        return lease;
      } finally {
        if (!isTaken) {
          pool.permits.release();
        }
      }
    } finally {
      if (!isTaken) {
        forget(pool);
      }
    }
  }

  private void leave(Pool<L> pool) {
    pool.permits.release();
    forget(pool);
  }

  private synchronized Pool<L> enter(T target) {
    if (closed) {
      throw new IllegalStateException("the %s tool is closed".formatted(owner));
    }
    var pool = pools.computeIfAbsent(target, _ -> new Pool<>());
    pool.users++;
    return pool;
  }

  private synchronized void forget(Pool<L> pool) {
    pool.users--;
  }

  private L link(T target, Pool<L> pool) throws ToolFailure, InterruptedException {
    try {
      for (var warm = warm(pool); warm != null; warm = warm(pool)) {
        boolean isTrusted = System.nanoTime() - warm.since() < TRUSTED_NANOS;
        if (isTrusted || warm.link().isValid(VALID_SECONDS)) {
          return warm.link();
        }
        closeQuietly(warm.link());
      }
      return access.open(target);
    } catch (SQLException e) {
      throw access.refused(target, e);
    }
  }

  private synchronized @Nullable Idle<L> warm(Pool<L> pool) {
    var warm = pool.idle.pollLast();
    if (warm != null) {
      idle--;
    }
    return warm;
  }

  Access<T, L> access() {
    return access;
  }

  private synchronized boolean keep(T target, L link) {
    if (closed || idle >= IDLE_MAX || !access.keeps(target)) {
      return false;
    }
    var pool = pools.get(target);
    if (pool == null) {
      return false;
    }
    pool.idle.addLast(new Idle<>(link, System.nanoTime()));
    idle++;
    if (sweeper == null) {
      sweeper = Executors.newSingleThreadScheduledExecutor(this::sweeperThread);
      var _ = sweeper.scheduleWithFixedDelay(this::sweep, 15, 15, TimeUnit.SECONDS);
    }
    return true;
  }

  private Thread sweeperThread(Runnable work) {
    return Thread.ofVirtual().name("noetl-" + owner + "-idle").unstarted(work);
  }

  private void sweep() {
    closeIdleSince(System.nanoTime() - IDLE_NANOS_MAX);
  }

  /// Closes what has rested since before `instant`, and forgets targets that nobody uses.
  public void closeIdleSince(long instant) {
    List<L> old = new ArrayList<>();
    synchronized (this) {
      for (var pool : pools.values()) {
        while (!pool.idle.isEmpty() && pool.idle.getFirst().since() - instant <= 0) {
          old.add(pool.idle.removeFirst().link());
          idle--;
        }
      }
      pools.values().removeIf(pool -> pool.users == 0 && pool.idle.isEmpty());
    }
    old.forEach(Connections::closeQuietly);
  }

  /// How many rest.
  public synchronized int idle() {
    return idle;
  }

  private static void closeQuietly(Link link) {
    try {
      link.close();
    } catch (SQLException e) {
      // It is given up anyway.
    }
  }

  /// Those in use are closed when they are given back.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (sweeper != null) {
        sweeper.shutdownNow();
      }
      if (idle == 0) {
        return; // Most runs never speak to a database, and need not load what does to end.
      }
    }
    closeIdleSince(System.nanoTime());
  }
}
