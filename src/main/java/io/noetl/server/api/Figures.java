package io.noetl.server.api;

import io.noetl.broker.Command;
import io.noetl.broker.Decision;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.server.http.Meters;
import io.noetl.store.Store;
import io.noetl.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts what the engine does.
public final class Figures {
  private static final String STARTED = "noetl_executions_started_total";
  private static final String ENDED = "noetl_executions_ended_total";
  private static final String EVENTS = "noetl_events_total";
  private static final String DECISIONS = "noetl_decision_seconds";
  private static final String LEASED = "noetl_jobs_leased_total";
  private static final String WAITING = "noetl_queue_waiting";
  private static final String RUNNING = "noetl_queue_running";
  private static final String STREAMS = "noetl_streams";

  private final Meters meters;
  private final InstantSource clock;

  public Figures(Meters meters, InstantSource clock, String version) {
    this.meters = meters;
    this.clock = clock;
    meters.describe("noetl_up", "gauge", "1 while the server answers.");
    meters.gauge("noetl_up", "", () -> 1.0);
    meters.describe("noetl_info", "gauge", "The version.");
    meters.gauge("noetl_info", "name=\"noetl\",version=\"" + version + "\"", () -> 1.0);
    meters.describe("noetl_process_start_time_seconds", "gauge", "When the server began.");
    double begun = clock.instant().getEpochSecond();
    meters.gauge("noetl_process_start_time_seconds", "", () -> begun);
    meters.describe(STARTED, "counter", "Executions started here.");
    meters.describe(ENDED, "counter", "Executions ended here, by status.");
    meters.describe(EVENTS, "counter", "Events committed here.");
    meters.describe(DECISIONS, "histogram", "From a fact to the commit of what follows.");
    meters.describe(LEASED, "counter", "Jobs given to workers here.");
    meters.describe(WAITING, "gauge", "Jobs that wait, by pool.");
    meters.describe(RUNNING, "gauge", "Jobs at work, by pool.");
    meters.describe(STREAMS, "gauge", "Event streams that are open.");
    meters.count(STARTED, "", 0);
    meters.count(EVENTS, "", 0);
    meters.count(LEASED, "", 0);
  }

  void watch(Beacon beacon) {
    meters.gauge(STREAMS, "", () -> (double) beacon.watching());
  }

  /// Called on the engine's threads after each commit.
  public void committed(Decision decision) {
    if (decision.isEmpty()) {
      return;
    }
    // A job that is leased once more changes nothing in the history.
    if (!decision.events().isEmpty()) {
      history(decision.events());
    }
    long leased = decision.commands().stream().filter(Figures::isLease).count();
    if (leased > 0) {
      meters.count(LEASED, "", leased);
    }
    var phase = decision.after().phase();
    if (phase.isFinal()) {
      meters.count(ENDED, "status=\"" + phase.name() + "\"", 1);
    }
  }

  private void history(List<Entry> events) {
    meters.count(EVENTS, "", events.size());
    var first = events.getFirst();
    meters.time(DECISIONS, "", since(first.at()));
    if (first.event() instanceof Event.ExecutionStarted) {
      meters.count(STARTED, "", 1);
    }
  }

  private Duration since(Instant at) {
    return Duration.between(at, clock.instant());
  }

  private static boolean isLease(Command command) {
    return switch (command) {
      case Command.RunJob(_, var leased) -> leased;
      case Command.LeaseJob _ -> true;
      default -> false;
    };
  }

  /// All figures; those of the queue are looked up now, and left out while the store is away.
  String text(Store store) {
    Map<String, Double> waiting = new LinkedHashMap<>();
    Map<String, Double> running = new LinkedHashMap<>();
    try {
      for (var depth : store.queue().depths()) {
        var pool = "pool=\"" + escaped(depth.pool()) + "\"";
        waiting.put(pool, (double) depth.waiting());
        running.put(pool, (double) depth.running());
      }
    } catch (StoreUnavailable _) {
      // Health says so; the other figures are as true as ever.
    }
    return meters.text(Map.of(WAITING, waiting, RUNNING, running));
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
