package io.noetl.tool.python;

import io.noetl.tool.ToolFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where quick calls are made: on a few threads of their own, so that a few processes do them all.
/// More would be at work no sooner, and each would find the caches of its processor full of the
/// others' memory: with 64 processes by turns a call takes several times the processor time that it
/// takes with two.
///
/// Slow calls, which compute for long or wait for something, are made on the threads of those who
/// want them, all at once. A call that turns out to be slow in a lane is left alone with its
/// thread: the lane gets another one, and calls of the same code do not wait any longer.
final class Lanes implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(5);

  /// A quick call is over by then, even where others want the processor too. Ticks, not time: a
  /// machine that stood still has made nobody slow.
  private static final int TICKS_MAX = 4;

  /// One that starts a process may take so many more.
  private static final int TICKS_OF_START = 20;

  private final Pace pace = new Pace();
  private final int width;
  private final int ticksMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turnWaits = lock.newCondition();
  private final Condition watchWanted = lock.newCondition();
  private final Condition tick = lock.newCondition();
  private final Deque<Turn> waiting = new ArrayDeque<>();

  /// What the lanes are at.
  private final Map<Thread, Stint> working = new HashMap<>();

  private boolean isWatched;
  private int idle;
  private int open;
  private boolean closed;

  /// A turn that a lane has taken, and for how many ticks it may still keep the lane.
  private static final class Stint {
    private final Turn turn;
    private int ticksLeft;

    private Stint(Turn turn, int ticksLeft) {
      this.turn = turn;
      this.ticksLeft = ticksLeft;
    }
  }

  /// As many lanes as `width`: there is no use in more than there are processors.
  Lanes(int width) {
    this(width, TICKS_MAX);
  }

  /// Turns may keep their lanes for `ticksMax`.
  Lanes(int width, int ticksMax) {
    this.width = width;
    this.ticksMax = ticksMax;
  }

  /// Does `work`, which is a call of that code, in a lane or here.
  PythonChild.Answer run(Source code, Turn.Work work) throws ToolFailure, InterruptedException {
    var turn = new Turn(code, work);
    var made = pace.isQuick(code) && isTaken(turn) ? turn.await().orElse(null) : null;
    var answer = made == null ? work.run() : made;
    pace.took(code, answer.nanos());
    return answer;
  }

  private boolean isTaken(Turn turn) {
    lock.lock();
    try {
      if (!closed) {
        waiting.addLast(turn);
        callLane();
        if (!isWatched) {
          isWatched = true;
          Thread.ofPlatform().daemon().name("noetl-python-watch").start(this::watch);
        }
        watchWanted.signal();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void callLane() {
    if (waiting.size() > idle && open < width) {
      open++;
      Thread.ofPlatform().daemon().name("noetl-python-lane").start(this::serve);
    } else {
      turnWaits.signal();
    }
  }

  private void serve() {
    for (var turn = next(); turn != null; turn = next()) {
      turn.carryOut();
      if (!isLaneStill()) {
        return;
      }
    }
  }

  /// Null when there will be no more.
  private @Nullable Turn next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        idle++;
        turnWaits.awaitUninterruptibly();
        idle--;
      }
      var turn = waiting.pollFirst();
      if (turn != null) {
        working.put(Thread.currentThread(), new Stint(turn, ticksMax));
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /// Whether nobody has taken this thread's place.
  private boolean isLaneStill() {
    lock.lock();
    try {
      return working.remove(Thread.currentThread()) != null;
    } finally {
      lock.unlock();
    }
  }

  /// The work on this thread, if that is a lane, starts a process now.
  void allowStart() {
    lock.lock();
    try {
      var stint = working.get(Thread.currentThread());
      if (stint != null) {
        stint.ticksLeft += TICKS_OF_START;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Looks after the lanes while turns wait; there is nothing to do otherwise.
  private void watch() {
    lock.lock();
    try {
      while (!closed) {
        if (waiting.isEmpty()) {
          watchWanted.await();
        } else if (tick.awaitNanos(TICK.toNanos()) <= 0) {
          count();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does that.
    } finally {
      lock.unlock();
    }
  }

  private void count() {
    boolean isAnySlow = false;
    for (var each = working.values().iterator(); each.hasNext(); ) {
      var stint = each.next();
      stint.ticksLeft--;
      if (stint.ticksLeft < 0) {
        each.remove();
        open--;
        pace.takes(stint.turn.code(), TICK.multipliedBy(TICKS_MAX).toNanos());
        isAnySlow = true;
      }
    }
    if (isAnySlow) {
      waiting.removeIf(this::isSentAway);
      for (int i = 0; i < waiting.size() && open < width; i++) {
        callLane();
      }
    }
  }

  private boolean isSentAway(Turn turn) {
    boolean isSlow = !pace.isQuick(turn.code());
    if (isSlow) {
      turn.sendAway();
    }
    return isSlow;
  }

  /// Turns that wait are carried out yet.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      turnWaits.signalAll();
      watchWanted.signal();
      tick.signal();
    } finally {
      lock.unlock();
    }
  }
}
