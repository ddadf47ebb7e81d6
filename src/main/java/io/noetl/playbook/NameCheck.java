package io.noetl.playbook;

import io.noetl.playbook.Problem.Severity;
import io.noetl.playbook.TemplateCheck.Mention;
import io.noetl.value.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks the names that templates mention against what is there when they are rendered.
final class NameCheck {
  private static final Set<String> DECIDING = Set.of("when", "condition", "pass");
  private static final String SECRET_VALUE = "secret_value";

  private final Playbook playbook;
  private final Problems problems;
  private final Set<String> known;

  NameCheck(Playbook playbook, Problems problems, Set<String> edgeKeys) {
    this.playbook = playbook;
    this.problems = problems;
    this.known = new HashSet<>(Names.RESERVED);
    known.addAll(edgeKeys);
    known.addAll(workload());
    for (var step : playbook.steps()) {
      step.task().ifPresent(task -> addInputs(task));
      if (step.vars().source() instanceof Fields vars) {
        known.addAll(vars.names());
      }
    }
  }

  /// What the workload can have: the playbook's values, and what it says may be given.
  private Set<String> workload() {
    var names = new HashSet<>(playbook.workload().names());
    names.addAll(playbook.inputs().schemas().names());
    return names;
  }

  private void addInputs(Task task) {
    if (task.inputs().source() instanceof Fields inputs) {
      known.addAll(inputs.names());
    }
    if (task.defaults().source() instanceof Fields defaults) {
      known.addAll(defaults.names());
    }
  }

  void run(List<Mention> mentions) {
    for (var mention : mentions) {
      if (problems.isFull()) {
        return;
      }
      var name = mention.path().getFirst();
      if (mention.names().locals().contains(name)) {
        continue;
      }
      if (playbook.has(name) && !known.contains(name)) {
        checkOrder(mention, name);
        checkSecret(mention, name);
      } else if (name.equals("workload") && mention.path().size() > 1) {
        checkWorkload(mention, mention.path().get(1));
      } else if (!known.contains(name)) {
        unknown(mention, name);
      }
    }
  }

  /// A step's result is there only after the step.
  private void checkOrder(Mention mention, String other) {
    var step = mention.names().step();
    if (step.isEmpty() || step.equals(other) || !playbook.has(step)) {
      return;
    }
    if (!playbook.graph().reaches(other, step)) {
      var message = "step `%s` cannot have run before `%s`".formatted(other, step);
      warn(mention, other, "step-not-before", message, "its result is undefined here");
    }
  }

  /// What decides which edge fires sees the history, where the value is not.
  private void checkSecret(Mention mention, String step) {
    boolean readsSecret =
        playbook.step(step).task().filter(it -> it.tool().equals(Tools.SECRETS)).isPresent();
    if (readsSecret && DECIDING.contains(mention.key()) && mention.path().contains(SECRET_VALUE)) {
      var message = "`%s` sees *** in place of a secret's value".formatted(mention.key());
      var hint = "judge the value in a step, and its result here";
      warn(mention, SECRET_VALUE, "hidden-value", message, hint);
    }
  }

  private void checkWorkload(Mention mention, String key) {
    if (!workload().contains(key)) {
      Nearest.find(key, workload().stream().sorted().toList())
          .ifPresent(
              nearest -> {
                var message = "the workload has no `%s`".formatted(key);
                warn(
                    mention, key, "unknown-name", message, "did you mean `%s`?".formatted(nearest));
              });
    }
  }

  private void unknown(Mention mention, String name) {
    var candidates = new HashSet<>(known);
    playbook.steps().forEach(step -> candidates.add(step.name()));
    candidates.addAll(mention.names().locals());
    var message = "nothing here is called `%s`".formatted(name);
    warn(mention, name, "unknown-name", message, nearest(name, candidates).orElse(""));
  }

  private static Optional<String> nearest(String name, Set<String> candidates) {
    var sorted = candidates.stream().sorted().toList();
    return Nearest.find(name, sorted).map("did you mean `%s`?"::formatted);
  }

  private void warn(Mention mention, String name, String code, String message, String hint) {
    var text = mention.scalar().text();
    int offset = Math.max(0, offset(text, name));
    var place = problems.source().place(mention.scalar(), offset);
    if (problems.hasErrorAt(place)) {
      return; // An unknown function is a name too.
    }
    problems.add(new Problem(Severity.WARNING, place, code, message, hint));
  }

  /// Where `name` stands in the text as a word of its own.
  private static int offset(String text, String name) {
    int at = text.indexOf(name, Math.max(0, text.indexOf("{{")));
    while (at >= 0) {
      int end = at + name.length();
      boolean starts = at == 0 || !Character.isUnicodeIdentifierPart(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isUnicodeIdentifierPart(text.charAt(end));
      if (starts && ends) {
        return at;
      }
      at = text.indexOf(name, at + 1);
    }
    return -1;
  }
}
