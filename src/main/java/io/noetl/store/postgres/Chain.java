package io.noetl.store.postgres;

import io.noetl.broker.Command;
import io.noetl.store.Append;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Appends of one execution that follow each other and are written as one move, all or none.
final class Chain {
  static final String CHECKPOINT = "checkpoint/";

  private final List<Item> items = new ArrayList<>();
  private final Set<String> touched = new HashSet<>();

  Chain(Item first) {
    add(first);
  }

  List<Item> items() {
    return items;
  }

  Append first() {
    return items.getFirst().append();
  }

  Append last() {
    return items.getLast().append();
  }

  long execution() {
    return first().execution();
  }

  int events() {
    return items.stream().mapToInt(item -> item.append().events().size()).sum();
  }

  /// Takes the item, if it follows and rests on no job that the chain itself changes: whether its
  /// lease holds must show in the tables.
  boolean takes(Item item) {
    var next = item.append();
    boolean follows =
        next.expected() == last().row().lastEvent()
            && !last().row().phase().isFinal()
            && !touched.contains(next.guard().job())
            && next.payloads().keySet().stream()
                .noneMatch(stored -> touched.contains(checkpointed(stored.name())));
    if (follows) {
      add(item);
    }
    return follows;
  }

  private void add(Item item) {
    items.add(item);
    for (var command : item.append().commands()) {
      touched.add(job(command));
    }
    // No job has an empty name: it stands for none.
    touched.remove("");
  }

  /// The job that a command is about; empty for a timer's.
  static String job(Command command) {
    return switch (command) {
      case Command.RunJob(var job, _) -> job.id().name();
      case Command.LeaseJob(var job) -> job;
      case Command.HoldJob(var job, _, _) -> job;
      case Command.EndJob(var job) -> job;
      case Command.StopJob(var job) -> job;
      case Command.SetTimer _, Command.EndTimer _ -> "";
    };
  }

  /// The job whose checkpoint a payload is; empty for another payload.
  static String checkpointed(String payload) {
    return payload.startsWith(CHECKPOINT)
        ? payload.substring(CHECKPOINT.length(), payload.lastIndexOf('/'))
        : "";
  }
}
