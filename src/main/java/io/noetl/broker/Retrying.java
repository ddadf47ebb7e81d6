package io.noetl.broker;

import io.noetl.broker.Event.ExecutionCancelling;
import io.noetl.broker.Event.StepFailed;
import io.noetl.broker.Takeover.Beginning;
import io.noetl.broker.Takeover.Done;
import io.noetl.playbook.Playbook;
import io.noetl.value.Items;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the retry of an ended execution begins: at what failed or was cut off, with everything
/// that was completed before it.
public final class Retrying {
  private Retrying() {}

  /// What a retry takes over. The history is looked at as it stood before the failure: whatever was
  /// going on then begins again.
  public static Takeover afterFailure(long execution, List<Entry> history) {
    var state = State.initial(execution);
    for (var entry : history) {
      if (isTheEnd(entry.event())) {
        break;
      }
      state = state.after(entry);
    }
    return takeover(state);
  }

  private static boolean isTheEnd(Event event) {
    return event instanceof ExecutionCancelling
        || event instanceof StepFailed failed && !failed.handled();
  }

  private static Takeover takeover(State state) {
    var beginnings = new ArrayList<Beginning>();
    var begun = new HashMap<String, Integer>();
    for (var it : state.activities()) {
      beginnings.add(new Beginning(it.step(), "", it.data(), it.lineage()));
      begun.merge(it.step(), it.visit(), Math::min);
    }
    for (var waiting : state.pending()) {
      for (var arrival : waiting.arrivals()) {
        beginnings.add(
            new Beginning(waiting.step(), arrival.from(), arrival.data(), arrival.lineage()));
      }
    }
    var steps = new HashMap<String, Done>();
    state
        .allRan()
        .forEach(
            (step, ran) -> {
              int visits = begun.getOrDefault(step, ran.visits() + 1) - 1;
              if (visits > 0) {
                steps.put(step, done(visits, ran));
              }
            });
    return new Takeover(steps, state.vars(), state.lastCompleted(), beginnings);
  }

  private static Done done(int visits, Ran ran) {
    return ran.latest()
        .map(
            ended ->
                new Done(visits, ended.status(), ended.result(), ended.error(), ended.errors()))
        .orElse(new Done(visits, "", Content.NOTHING, "", Items.EMPTY));
  }

  /// What a retry from `step` takes over: the latest visit of that step begins again, and what the
  /// step leads to is forgotten. Empty if the step was never begun.
  public static Takeover from(String step, Playbook playbook, long execution, List<Entry> history) {
    var state = Replay.fold(execution, history);
    Event.StepStarted latest = null;
    for (var entry : history) {
      if (entry.event() instanceof Event.StepStarted it && it.step().equals(step)) {
        latest = it;
      }
    }
    if (latest == null) {
      return Takeover.NONE;
    }
    Map<String, Done> steps = new HashMap<>();
    state
        .allRan()
        .forEach(
            (name, ran) -> {
              if (!name.equals(step) && !playbook.graph().reaches(step, name)) {
                steps.put(name, done(ran.visits(), ran));
              }
            });
    var beginning = new Beginning(step, "", latest.data(), Map.of());
    var last = steps.containsKey(state.lastCompleted()) ? state.lastCompleted() : "";
    return new Takeover(steps, state.vars(), last, List.of(beginning));
  }
}
