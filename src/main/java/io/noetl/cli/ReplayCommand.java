package io.noetl.cli;

import io.noetl.broker.Replay;
import io.noetl.broker.State;
import io.noetl.engine.Playbooks;
import io.noetl.store.Store;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl replay`: folds a history again and, with `--verify`, decides every fact of it anew.
final class ReplayCommand implements Command {
  private static final String ALL = "--all";
  private static final String VERIFY = "--verify";
  private static final int PAGE = 1_000;

  @Override
  public CommandSpec spec() {
    return Options.command("replay", "Folds a history again and says where it leads.")
        .addPositional(Options.operands("ID", "The executions.", "0..*"))
        .addOption(Options.flag(ALL, "All executions."))
        .addOption(Options.flag(VERIFY, "Decides every fact again and compares byte for byte."))
        .addOption(StorePlace.option())
        .addOption(Options.data())
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) {
    var operands = Options.operands(given);
    if (operands.isEmpty() != Options.has(given, ALL)) {
      throw CommandError.usage("replay: name executions, or --all of them");
    }
    try (var store = StorePlace.of(given, console.env()).look()) {
      var replaying =
          new Replaying(
              new Histories(store),
              Wiring.playbooks(store),
              Options.has(given, VERIFY),
              Options.has(given, Options.JSON),
              console);
      boolean good = true;
      for (var operand : operands) {
        good &= replaying.replay(Options.execution(operand));
      }
      return (operands.isEmpty() ? all(store, replaying) : good) ? Exit.DONE : Exit.DIVERGED;
    }
  }

  private static boolean all(Store store, Replaying replaying) {
    boolean good = true;
    long before = Long.MAX_VALUE;
    while (true) {
      var page = store.executions().list(before, PAGE);
      for (var row : page) {
        good &= replaying.replay(row.execution());
        before = row.execution();
      }
      if (page.size() < PAGE) {
        return good;
      }
    }
  }

  private record Replaying(
      Histories histories, Playbooks playbooks, boolean verify, boolean json, Console console) {

    /// Whether the history is what it should be.
    boolean replay(long execution) {
      var history = histories.entries(execution);
      var state = Replay.fold(execution, history);
      Optional<Replay.Divergence> divergence =
          verify
              ? switch (playbooks.find(state.playbook().path(), state.playbook().version())) {
                case Playbooks.Ready ready ->
                    Replay.verify(ready.broker(), execution, history, histories::load);
                case Playbooks.Missing(var refusal) -> throw CommandError.of(refusal);
              }
              : Optional.empty();
      console.print(json ? Json.write(json(state, divergence)) : line(state, divergence));
      divergence.ifPresent(it -> explain(execution, it));
      return divergence.isEmpty();
    }

    private String line(State state, Optional<Replay.Divergence> divergence) {
      var verdict = divergence.isPresent() ? ", diverged" : verify ? ", verified" : "";
      return "%d  %s  %s  %d events%s"
          .formatted(
              state.execution(), state.phase().name(), state.playbook(), state.version(), verdict);
    }

    private Fields json(State state, Optional<Replay.Divergence> divergence) {
      var fields =
          Fields.builder()
              .put("execution_id", Long.toString(state.execution()))
              .put("path", state.playbook().path())
              .put("version", state.playbook().version())
              .put("status", state.phase().name())
              .put("events", state.version());
      if (verify) {
        fields.put("verified", divergence.isEmpty());
      }
      divergence.ifPresent(
          it ->
              fields.put(
                  "divergence",
                  Fields.builder()
                      .put("event_id", Long.toString(it.number()))
                      .put("recorded", it.recorded())
                      .put("decided", it.decided())
                      .build()));
      return fields.build();
    }

    private void explain(long execution, Replay.Divergence it) {
      console.out().flush();
      console.say(
          "noetl: execution %d differs from event %d on:\n  recorded: %s\n  decided:  %s"
              .formatted(execution, it.number(), it.recorded(), it.decided()));
    }
  }
}
