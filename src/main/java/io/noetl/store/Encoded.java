package io.noetl.store;

import io.noetl.broker.Command;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An append with all its JSON written: done on the caller's thread, as a writer's time is scarce.
/// The rows of the events name no catalog entry yet; that is the writer's to fill in.
public record Encoded(
    Append append, List<EventRow> events, List<Change> changes, Map<String, String> payloads) {

  /// A command and the JSON that goes with it: a job's action and context, a timer's detail.
  public record Change(Command command, String json, String context) {}

  public static Encoded of(Append append) {
    long parent = append.row().parent();
    List<EventRow> events = new ArrayList<>(append.events().size());
    for (var entry : append.events()) {
      events.add(EventCodec.encode(append.execution(), parent, 0, entry));
    }
    List<Change> changes = new ArrayList<>(append.commands().size());
    for (var command : append.commands()) {
      changes.add(change(command));
    }
    return new Encoded(append, events, changes, payloads(append));
  }

  private static Change change(Command command) {
    return switch (command) {
      case Command.RunJob(var job, _) ->
          new Change(command, JobCodec.action(job.call()), JobCodec.context(job.call()));
      case Command.SetTimer(var timer) ->
          new Change(command, TimerCodec.detail(timer.purpose()), "");
      case Command.LeaseJob _,
          Command.HoldJob _,
          Command.EndJob _,
          Command.StopJob _,
          Command.EndTimer _ ->
          new Change(command, "", "");
    };
  }

  private static Map<String, String> payloads(Append append) {
    if (append.payloads().isEmpty()) {
      return Map.of();
    }
    Map<String, String> payloads = new HashMap<>();
    append.payloads().forEach((stored, value) -> payloads.put(stored.name(), json(value)));
    return payloads;
  }

  private static String json(Value value) {
    return Portable.json(Json.write(value));
  }
}
