package io.noetl.tool.python;

import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.Watch.Registration;
import io.noetl.value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The python processes: idle ones wait for the next call of their kind, busy ones run one call
/// each. The last one that was given back is taken first, so that the others may fall idle and be
/// ended; calls that are quick wait for it in [Lanes]. There are never more than `childrenMax`,
/// whatever their kinds: where a new one is needed, the one that was idle longest makes room.
final class PythonPool implements AutoCloseable {
  /// Replacing a process costs 20 ms or so: less than 2 us a call.
  private static final int CALLS_MAX = 10_000;

  private static final long IDLE_NANOS_MAX = Duration.ofMinutes(2).toNanos();

  private final Map<String, String> environment;
  private final int childrenMax;
  private final Semaphore places;
  private final Deque<PythonChild> idle = new ArrayDeque<>();
  private final Set<PythonChild> all = new HashSet<>();
  private final ReentrantLock probing = new ReentrantLock();
  private final Interpreter interpreter;
  private final Lanes lanes;
  private volatile String command = "";
  private volatile boolean isProbed;
  private @Nullable String script;
  private boolean closed;

  PythonPool(Interpreter interpreter, Map<String, String> environment, int childrenMax) {
    this.interpreter = interpreter;
    this.environment = Map.copyOf(environment);
    this.childrenMax = childrenMax;
    places = new Semaphore(childrenMax);
    lanes = new Lanes(Math.min(childrenMax, Runtime.getRuntime().availableProcessors()));
  }

  void prewarm() {
    Thread.ofVirtual()
        .name("python-prewarm")
        .start(
            () -> {
              if (places.tryAcquire()) {
                probing.lock(); // Until it is among the idle ones, so that the first call takes it.
                try {
                  giveBack(start(PythonKind.PLAIN, _ -> () -> {}));
                } catch (ToolFailure e) {
                  // The first call will fail with the same message.
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  probing.unlock();
                  places.release();
                }
              }
            });
  }

  /// `env` are the variables of this call, if they are not the pool's.
  PythonChild.Answer call(ToolCall call, PythonKind kind, Fields env, Watch watch)
      throws ToolFailure, InterruptedException {
    return lanes.run(Source.of(call), () -> callOne(call, kind, env, watch));
  }

  private PythonChild.Answer callOne(ToolCall call, PythonKind kind, Fields env, Watch watch)
      throws ToolFailure, InterruptedException {
    places.acquire();
    try {
      while (true) {
        var child = take(kind);
        boolean fresh = child == null;
        var used = child == null ? start(kind, watch::onStop) : child;
        try (var _ = watch.onStop(used::kill)) {
          return used.call(call, env, watch);
        } catch (PythonChild.Gone e) {
          if (fresh || Thread.interrupted()) {
            throw ToolFailure.error("python_ended", used.obituary());
          }
          // It had died while idle and did not get the call: the next one takes it.
        } finally {
          giveBack(used);
        }
      }
    } finally {
      places.release();
    }
  }

  private @Nullable PythonChild take(PythonKind kind) {
    while (true) {
      var child = pollFirst(kind);
      if (child == null || child.isUsable()) {
        return child;
      }
      giveBack(child); // It died while it was idle.
    }
  }

  private synchronized @Nullable PythonChild pollFirst(PythonKind kind) {
    for (var each = idle.iterator(); each.hasNext(); ) {
      var child = each.next();
      if (child.kind().equals(kind)) {
        each.remove();
        return child;
      }
    }
    return null;
  }

  /// A new child. The first one of the worker's own interpreter tells the interpreter's own path,
  /// since what was given may be a slow wrapper around it; others that are wanted at the same time
  /// wait for that.
  private PythonChild start(PythonKind kind, Function<Runnable, Registration> onStop)
      throws ToolFailure, InterruptedException {
    if (!kind.interpreter().isEmpty()) {
      return start(kind.interpreter(), kind);
    }
    if (isProbed) {
      return start(command, kind);
    }
    probing.lockInterruptibly();
    try {
      if (isProbed) {
        var waiting = take(kind);
        return waiting == null ? start(command, kind) : waiting;
      }
      command = interpreter.command();
      var child = start(command, kind);
      try (var _ = onStop.apply(child::kill)) {
        var path = child.greeting();
        if (!path.isEmpty() && !path.equals(command)) {
          command = path;
          interpreter.remember(path);
        }
        isProbed = true;
      } catch (IOException e) {
        var obituary = child.obituary();
        giveBack(child);
        throw ToolFailure.error("python_ended", obituary);
      }
      return child;
    } finally {
      probing.unlock();
    }
  }

  private PythonChild start(String path, PythonKind kind) throws ToolFailure {
    lanes.allowStart();
    makeRoom();
    PythonChild child;
    try {
      child = PythonChild.start(path, script(), environment, kind);
    } catch (IOException e) {
      throw ToolFailure.invalid(
          "python_missing",
          "%s was not found or cannot be started: install Python 3.8 or newer, or set NOETL_PYTHON"
                  .formatted(path)
              + " to its path (%s)".formatted(e.getMessage()));
    }
    synchronized (this) {
      if (!closed) {
        all.add(child);
        return child;
      }
    }
    child.kill();
    throw ToolFailure.error("python_closed", "the worker is shutting down");
  }

  /// Whoever starts one has a place, so that others are idle where there are too many.
  private void makeRoom() {
    var leaving = new ArrayList<PythonChild>();
    synchronized (this) {
      while (all.size() >= childrenMax && !idle.isEmpty()) {
        var oldest = idle.removeLast();
        all.remove(oldest);
        leaving.add(oldest);
      }
    }
    leaving.forEach(PythonChild::end);
  }

  private void giveBack(PythonChild child) {
    var leaving = new ArrayList<PythonChild>();
    synchronized (this) {
      if (closed || !child.isUsable() || child.calls() >= CALLS_MAX) {
        leaving.add(child);
      } else {
        child.rest();
        idle.addFirst(child);
      }
      while (!idle.isEmpty() && idle.peekLast().idleNanos() > IDLE_NANOS_MAX) {
        leaving.add(idle.removeLast());
      }
      leaving.forEach(all::remove);
    }
    leaving.forEach(PythonChild::end);
  }

  /// What starts the worker's own interpreter.
  String command() {
    return isProbed ? command : interpreter.command();
  }

  private synchronized String script() {
    if (script == null) {
      script = resource("worker.py");
    }
    return script;
  }

  private static String resource(String name) {
    try (var in = PythonPool.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<PythonChild> leaving;
    synchronized (this) {
      closed = true;
      idle.clear();
      leaving = List.copyOf(all);
      all.clear();
    }
    leaving.forEach(PythonChild::end);
    lanes.close();
  }
}
