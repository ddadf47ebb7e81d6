package io.noetl.client;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The live stream of one execution's events. When the connection breaks, or the server stops and
/// comes back, it goes on after the last event that was seen.
public final class EventStream {
  private static final Duration PAUSE_MIN = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /// A server says every fifteen seconds that it is there; one that says nothing for so long is
  /// not, whatever the connection looks like.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

  /// How long the server may be away: it was there just now, and told that there is an execution.
  private static final Duration ABSENCE_MAX = Duration.ofMinutes(5);

  private final Link link;
  private final Locator path;
  private final Reader reader;
  private final long begun = System.nanoTime();
  private final Duration limit;
  private volatile long heard = begun;
  private long last;

  /// Who is told of the events.
  public interface Reader {
    /// An event's document.
    void event(Fields event);

    /// There is nothing more for now: false if no more is wanted.
    boolean isWaiting();
  }

  /// Why a stream has ended.
  public enum End {
    /// The execution is over, and all of its events have been seen.
    OVER,
    /// The reader wanted no more.
    LEFT,
    /// The time is up.
    LATE
  }

  /// The events of `execution` after number `after`, for at most `limit` (zero: however long).
  public EventStream(Link link, long execution, Reader reader, Duration limit) {
    this.link = link;
    this.path = Locator.of("/api/executions", Long.toString(execution)).below("events/stream");
    this.reader = reader;
    this.limit = limit;
  }

  /// Returns when there is nothing more to come.
  public End read() throws InterruptedException {
    var pause = PAUSE_MIN;
    while (true) {
      long before = heard;
      try {
        var end = connected();
        if (end.isPresent()) {
          return end.get();
        }
      } catch (Unreachable e) {
        giveUp(e);
      } catch (Problem e) {
        if (e.status() / 100 != 5) {
          throw e;
        }
        giveUp(e);
      }
      if (isLate()) {
        return End.LATE;
      }
      pause = heard != before ? PAUSE_MIN : longer(pause);
      Thread.sleep(pause);
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
  }

  private void giveUp(RuntimeException e) {
    if (System.nanoTime() - heard > ABSENCE_MAX.toNanos()) {
      throw e;
    }
  }

  private boolean isLate() {
    return limit.isPositive() && System.nanoTime() - begun >= limit.toNanos();
  }

  /// One connection, to its end; empty if it broke off.
  private Optional<End> connected() throws InterruptedException {
    try (var body = link.stream(path, new Link.Header("Last-Event-ID", Long.toString(last)))) {
      heard = System.nanoTime();
      var guard = Thread.ofVirtual().name("stream-guard").start(() -> watch(body));
      try {
        return frames(body);
      } finally {
        guard.interrupt();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Closes a connection that is silent for too long, and any when the time is up.
  private void watch(InputStream body) {
    try (body) {
      while (!isLate() && System.nanoTime() - heard < SILENCE_MAX.toNanos()) {
        long now = System.nanoTime();
        long silent = heard + SILENCE_MAX.toNanos() - now;
        long left = limit.isPositive() ? begun + limit.toNanos() - now : silent;
        Thread.sleep(Duration.ofNanos(Math.max(1, Math.min(silent, left))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }

  private Optional<End> frames(InputStream body) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    var frame = new Frame("", "");
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      heard = System.nanoTime();
      if (!line.isEmpty()) {
        frame = frame.with(line);
        continue;
      }
      if (frame.name().equals("end")) {
        return Optional.of(End.OVER);
      }
      take(frame);
      frame = new Frame("", "");
      if (!lines.ready() && !reader.isWaiting()) {
        return Optional.of(End.LEFT);
      }
    }
    return Optional.empty();
  }

  private void take(Frame frame) {
    if (frame.name().equals("event") && frame.document() instanceof Fields event) {
      reader.event(event);
      last = frame.id(last);
    }
  }

  /// What has been read of an event; the server writes its data on one line.
  private record Frame(String name, String data, String id) {
    Frame(String name, String data) {
      this(name, data, "");
    }

    /// A comment changes nothing.
    Frame with(String line) {
      int colon = line.indexOf(':');
      var value = line.substring(colon + 1).strip();
      return switch (line.substring(0, Math.max(0, colon))) {
        case "event" -> new Frame(value, data, id);
        case "data" -> new Frame(name, value, id);
        case "id" -> new Frame(name, data, value);
        default -> this;
      };
    }

    Value document() throws JsonError {
      return Json.read(data);
    }

    long id(long absent) {
      return id.isEmpty() ? absent : Long.parseLong(id);
    }
  }
}
