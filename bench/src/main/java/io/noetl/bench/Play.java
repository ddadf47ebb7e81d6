package io.noetl.bench;

import io.noetl.broker.Broker;
import io.noetl.broker.Command;
import io.noetl.broker.Contents;
import io.noetl.broker.Decision;
import io.noetl.broker.Entry;
import io.noetl.broker.Fact;
import io.noetl.broker.Occasion;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.job.Job;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// One execution, decided as an engine with workers at hand decides it: each job is leased at its
/// birth and reported on as soon as those before it are.
final class Play {
  static final long EXECUTION = 77;
  static final String ENGINE = "bench";

  private static final PlaybookRef REF = new PlaybookRef("bench/play", 1);
  private static final int SLOTS = 1_000;
  private static final Value RESULT = Fields.of("n", Num.of(1));

  private final Broker broker;
  private final ArrayDeque<Job> running = new ArrayDeque<>();
  private State state;

  /// A decision and all that it was decided from.
  record Turn(State before, Fact fact, Occasion occasion, Decision decision) {}

  Play(Broker broker, long execution) {
    this.broker = broker;
    this.state = State.initial(execution);
  }

  /// Everything that is decided from the start of an execution to its end.
  static List<Turn> turns(Playbook playbook) {
    var play = new Play(new Broker(playbook), EXECUTION);
    var turns = new ArrayList<Turn>();
    while (!play.hasEnded()) {
      turns.add(play.next());
    }
    return turns;
  }

  static List<Entry> history(List<Turn> turns) {
    return turns.stream().flatMap(turn -> turn.decision().events().stream()).toList();
  }

  boolean hasEnded() {
    return state.phase() == Phase.COMPLETED;
  }

  /// The start, or the report on the job that runs longest.
  Turn next() {
    var fact =
        state.phase() == Phase.NEW
            ? new Fact.Start(REF, broker.playbook().workload(), Origin.NONE, 0)
            : reported(running.removeFirst());
    var before = state;
    var occasion = new Occasion(Instant.EPOCH, before.version(), SLOTS, ENGINE);
    var decision = broker.decide(before, fact, occasion, Contents.NONE);
    for (var command : decision.commands()) {
      if (command instanceof Command.RunJob(var job, _)) {
        running.add(job.leased());
      }
    }
    state = decision.after();
    return new Turn(before, fact, occasion, decision);
  }

  private static Fact reported(Job job) {
    var outcome = new Outcome.Succeeded(RESULT, Verdict.NONE, List.of(), "");
    return new Fact.Reported(job.id().name(), job.attempt(), job.fence(), outcome);
  }
}
