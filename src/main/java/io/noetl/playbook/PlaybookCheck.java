package io.noetl.playbook;

import io.noetl.playbook.TemplateCheck.Mention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks what only the whole playbook can tell: names given twice, edges to nowhere, cycles
/// without a way out, steps nobody reaches, names that templates mention.
final class PlaybookCheck {
  private final Playbook playbook;
  private final Problems problems;
  private final List<Mention> mentions;
  private final Set<String> edgeKeys;

  PlaybookCheck(
      Playbook playbook, Problems problems, List<Mention> mentions, Set<String> edgeKeys) {
    this.playbook = playbook;
    this.problems = problems;
    this.mentions = mentions;
    this.edgeKeys = edgeKeys;
  }

  void run() {
    checkNames();
    playbook.steps().forEach(this::checkTargets);
    checkTangle();
    new CycleCheck(playbook, problems).run(areEdgesWhole());
    new NameCheck(playbook, problems, edgeKeys).run(mentions);
  }

  private void checkTangle() {
    if (playbook.graph().isTangled()) {
      problems.error(
          playbook.step(playbook.entry()).place(),
          "tangled-cycles",
          "cycles stand within cycles, more than %d deep".formatted(Waves.DEPTH_MAX),
          "put inner cycles into playbooks of their own");
    }
  }

  /// Whether who is reached can be told: not while an edge leads nowhere.
  private boolean areEdgesWhole() {
    return !problems.has("unknown-step", "bad-edge", "duplicate-step");
  }

  private void checkNames() {
    Map<String, Step> known = new HashMap<>();
    for (var step : playbook.steps()) {
      var twin = known.putIfAbsent(step.name(), step);
      if (twin != null) {
        problems.error(
            step.place(),
            "duplicate-step",
            "there is a step `%s` already, in line %d".formatted(step.name(), twin.place().line()),
            "rename one of them");
      }
      if (Names.RESERVED.contains(step.name())) {
        problems.warn(
            step.place(),
            "reserved-name",
            "`%s` has a meaning of its own in templates".formatted(step.name()),
            "rename the step, else templates may not see its result");
      }
    }
  }

  private void checkTargets(Step step) {
    step.next().forEach(this::checkTarget);
    if (step.onError() instanceof ErrorRoute.Edges(var edges)) {
      edges.forEach(this::checkTarget);
    }
  }

  private void checkTarget(Transition edge) {
    if (!playbook.has(edge.target())) {
      var names = playbook.steps().stream().map(Step::name).toList();
      var message = "there is no step `%s`".formatted(edge.target());
      problems.error(edge.place(), "unknown-step", message, Nearest.hint(edge.target(), names));
    }
  }
}
