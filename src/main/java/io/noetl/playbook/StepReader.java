package io.noetl.playbook;

import io.noetl.playbook.TaskReader.Role;
import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.template.Document;
import io.noetl.template.Template;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads one step of the workflow.
final class StepReader {
  private static final int NAME_MAX = 200;
  private static final int VISITS_MAX = 1_000_000_000;
  private static final int RESOURCES_MAX = 1_000_000;

  private final Reading reading;
  private final TaskReader tasks;
  private final EdgeReader edges;

  StepReader(Reading reading, TaskReader tasks, EdgeReader edges) {
    this.reading = reading;
    this.tasks = tasks;
    this.edges = edges;
  }

  /// A step whose task is not compiled yet.
  record Draft(Step bare, Optional<TaskDraft> task, Value pool, int priority) {

    /// The step; templates of its task that name one of `late` are left for the worker.
    Step step(Set<String> late) {
      return bare.with(task.map(draft -> draft.task(pool, priority, late)));
    }
  }

  Optional<Draft> read(Written written) {
    if (!(written instanceof Mapping map)) {
      var message = "a step must be a map, this is a " + written.kind();
      reading.problems().error(written.spot(), "wrong-shape", message, "write - step: NAME");
      return Optional.empty();
    }
    var keys = new Keys(map, reading.problems());
    var named = keys.take("step").or(() -> keys.take("name"));
    if (named.isEmpty()) {
      var hint = "write step: NAME";
      reading.problems().error(map.spot(), "missing-key", "a step needs `step`, its name", hint);
    }
    var name = named.flatMap(this::name).orElse("");
    var step = read(keys, name);
    return name.isEmpty() ? Optional.empty() : Optional.of(step);
  }

  private Optional<String> name(Entry entry) {
    var name = reading.text(entry);
    if (name.isEmpty()) {
      return name;
    }
    var text = name.get();
    boolean isPrintable = text.chars().noneMatch(Character::isISOControl);
    if (Template.isTemplate(text) || text.length() > NAME_MAX || !isPrintable) {
      var message = "this cannot be the name of a step";
      var hint = "use up to %d letters, digits and _".formatted(NAME_MAX);
      reading.problems().error(entry.value().spot(), "bad-name", message, hint);
      return Optional.empty();
    }
    return name;
  }

  private Draft read(Keys keys, String name) {
    var names = Names.of(name);
    var spot = keys.spot();
    var pool = keys.take("pool").map(entry -> checked(entry, names)).orElse(Null.NULL);
    var priority =
        keys.take("priority")
            .flatMap(entry -> reading.whole(entry, "bad-priority", -1000, 1000))
            .orElse(0);
    var before = reading.problems().errorCount();
    var task = tasks.read(keys, names, Role.STEP);
    boolean isKnown = task.isPresent() || reading.problems().errorCount() == before;
    var onError = edges.readError(keys.take("on_error"), names);
    var next = keys.take("next").map(entry -> edges.read(entry.value(), names));
    if (name.equalsIgnoreCase(Step.END)) {
      checkEnd(keys, next.orElse(List.of()));
    }
    var step =
        new Step(
            name,
            reading.problems().source().place(spot),
            Optional.empty(),
            join(keys),
            visits(keys),
            next.orElse(List.of()),
            onError,
            vars(keys, names),
            result(keys, name, names),
            resources(keys));
    takeLabels(keys);
    if (isKnown) {
      keys.refuseRest(task.map(StepReader::owner).orElse("a step without a tool"));
    }
    return new Draft(step, task, pool, priority);
  }

  private void checkEnd(Keys keys, List<Transition> next) {
    if (!next.isEmpty()) {
      reading
          .problems()
          .error(
              next.getFirst().place(),
              "end-with-next",
              "nothing can follow the step `end`, it closes the execution",
              "take `next` away, or give this step another name");
    }
    keys.peek("join")
        .ifPresent(
            join ->
                reading
                    .problems()
                    .error(
                        join.value().spot(),
                        "end-with-join",
                        "the step `end` waits for all branches, always",
                        "take `join` away, or give this step another name"));
  }

  private static String owner(TaskDraft draft) {
    return Tools.named(draft.tool()) + " step";
  }

  private Value checked(Entry entry, Names names) {
    reading.templates().check(entry.value(), names);
    return entry.value().value();
  }

  private Join join(Keys keys) {
    return keys.take("join")
        .flatMap(entry -> reading.word(entry, "bad-join", List.of("all", "any", "each")))
        .map(word -> Join.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Join.ALL);
  }

  private int visits(Keys keys) {
    return keys.take("max_visits")
        .flatMap(entry -> reading.whole(entry, "bad-max-visits", 1, VISITS_MAX))
        .orElse(Step.VISITS_MAX_DEFAULT);
  }

  private Document vars(Keys keys, Names names) {
    var vars = keys.take("vars", "set").flatMap(reading::map);
    vars.ifPresent(map -> reading.templates().check(map, names));
    return vars.map(map -> TemplateCheck.document(map.value())).orElse(Document.EMPTY);
  }

  private Optional<Document> result(Keys keys, String name, Names names) {
    var result = keys.take("result");
    if (result.isEmpty()) {
      return Optional.empty();
    }
    if (!name.equalsIgnoreCase(Step.END)) {
      reading.withoutEffect(result.get(), "only the step `end` has a `result`");
    }
    return result.map(entry -> TemplateCheck.document(checked(entry, names)));
  }

  private Fields resources(Keys keys) {
    var resources = Fields.builder();
    keys.take("resources")
        .flatMap(reading::map)
        .ifPresent(
            map ->
                map.entries()
                    .forEach(
                        entry ->
                            reading
                                .whole(entry, "bad-resources", 0, RESOURCES_MAX)
                                .ifPresent(amount -> resources.put(entry.name(), amount))));
    return resources.build();
  }

  private void takeLabels(Keys keys) {
    keys.take("desc");
    keys.take("description");
    keys.take("labels");
    if (keys.peek("task").filter(entry -> entry.value() instanceof Scalar).isPresent()) {
      keys.take("task");
    }
    keys.take("name");
    for (var guard : List.of("when", "pass")) {
      keys.take(guard)
          .ifPresent(
              entry ->
                  reading.withoutEffect(entry, "put `when` on the edge that leads to this step"));
    }
  }
}
