package io.noetl.broker;

import java.util.List;

/// What follows from a fact: events to append, commands to carry out, and the state after them. An
/// empty one says that nothing happened: the fact was late or told nothing new.
public record Decision(List<Entry> events, List<Command> commands, State after) {
  public Decision {
    events = List.copyOf(events);
    commands = List.copyOf(commands);
  }

  public boolean isEmpty() {
    return events.isEmpty() && commands.isEmpty();
  }
}
