package io.noetl.playbook;

import io.noetl.playbook.TaskReader.Role;
import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Sequence;
import io.noetl.playbook.Written.Spot;
import io.noetl.template.Template;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a whole playbook: its header, workload, workbook and workflow.
final class PlaybookReader {
  /// As many as an execution is made for; which step can follow which is known for every pair.
  static final int STEPS_MAX = 10_000;

  /// Keys of older playbooks that are taken and mean nothing.
  static final List<String> WITHOUT_EFFECT =
      List.of("credentials", "environment", "context", "default_tables");

  private final Problems problems;
  private final Reading reading;
  private final TaskReader tasks;
  private final EdgeReader edges;

  PlaybookReader(Problems problems) {
    this.problems = problems;
    this.reading = Reading.of(problems);
    this.tasks = new TaskReader(reading);
    this.edges = new EdgeReader(reading);
  }

  /// The playbook, checked, or nothing and problems.
  Optional<Playbook> read(Mapping root) {
    var keys = new Keys(root, problems);
    if (!headerIsUnderstood(keys, root)) {
      return Optional.empty();
    }
    var metadata = metadata(keys);
    var path = path(keys, metadata);
    var name = metadata.get("name") instanceof Text(var text) ? text : last(path);
    var workload = keys.take("workload").flatMap(reading::map);
    workload.ifPresent(map -> reading.templates().check(map, Names.NONE));
    var given = workload.map(Mapping::value).orElse(Fields.EMPTY);
    var declared =
        keys.take("inputs")
            .flatMap(reading::map)
            .map(map -> new InputSchemaReader(reading).read(map, given))
            .orElse(InputSchemaReader.Read.NOTHING);
    var timeout = keys.take("timeout").flatMap(this::timeout);
    keys.take("keychain").ifPresent(entry -> reading.logins().read(entry, reading));
    keys.take("python").ifPresent(tasks::readPackages);
    keys.take("workbook").flatMap(reading::list).ifPresent(this::readWorkbook);
    var steps = steps(keys);
    for (var key : WITHOUT_EFFECT) {
      keys.take(key).ifPresent(entry -> reading.withoutEffect(entry, ""));
    }
    keys.refuseRest("a playbook");
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    var playbook =
        new Playbook(
            path,
            name,
            metadata,
            given.overlaid(declared.defaults()),
            declared.inputs(),
            steps,
            entry(steps),
            timeout,
            new Graph(steps));
    new PlaybookCheck(playbook, problems, reading.templates().mentions(), edges.dataKeys()).run();
    return Optional.of(playbook);
  }

  private boolean headerIsUnderstood(Keys keys, Mapping root) {
    var version = keys.take("apiVersion");
    var kind = keys.take("kind");
    if (version.isPresent()) {
      var text = reading.text(version.get()).orElse("");
      if (!Dialects.isUnderstood(text)) {
        var parts = Dialects.foreignParts(root);
        var what =
            parts.isEmpty()
                ? "this playbook is written for %s, which is not understood".formatted(text)
                : "this playbook is written for %s; not understood: %s"
                    .formatted(text, String.join(", ", parts));
        problems.error(
            version.get().value().spot(),
            "unsupported-version",
            what,
            "write it for " + Dialects.V1);
        return false;
      }
    }
    if (kind.isPresent() && !reading.text(kind.get()).orElse("").equalsIgnoreCase("playbook")) {
      var message = "this is not a playbook";
      problems.error(kind.get().value().spot(), "not-a-playbook", message, "write kind: Playbook");
      return false;
    }
    if (version.isEmpty() || kind.isEmpty()) {
      var message = "a playbook begins with `apiVersion` and `kind`";
      var hint = "write apiVersion: %s and kind: Playbook".formatted(Dialects.V1);
      problems.warn(root.spot(), "missing-header", message, hint);
    }
    return true;
  }

  private Fields metadata(Keys keys) {
    var metadata = keys.take("metadata").flatMap(reading::map).map(Mapping::value);
    var fields = metadata.orElse(Fields.EMPTY);
    for (var key : List.of("description", "labels", "version")) {
      var entry = keys.take(key);
      if (entry.isPresent() && !fields.has(key)) {
        fields = fields.with(key, entry.get().value().value());
      }
    }
    var name = keys.take("name");
    if (name.isPresent() && !fields.has("name")) {
      fields = fields.with("name", Text.of(reading.text(name.get()).orElse("")));
    }
    return fields;
  }

  private String path(Keys keys, Fields metadata) {
    var path = keys.take("path").flatMap(reading::text);
    if (metadata.get("path") instanceof Text(var text) && !text.isBlank()) {
      return text.strip();
    }
    if (path.isPresent()) {
      return path.get();
    }
    if (metadata.get("name") instanceof Text(var text) && !text.isBlank()) {
      return text.strip();
    }
    var fallback = stem(problems.source().file());
    var message = "this playbook has no path; it is called `%s` after its file".formatted(fallback);
    problems.warn(keys.spot(), "missing-path", message, "write metadata: {path: ...}");
    return fallback;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String stem(String file) {
    var name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    var stem = dot > 0 ? name.substring(0, dot) : name;
    return stem.isBlank() ? "playbook" : stem;
  }

  private Optional<Duration> timeout(Entry entry) {
    var duration = Durations.parse(entry.value().value());
    if (duration.isEmpty()) {
      boolean isTemplate =
          entry.value().value() instanceof Text(var text) && Template.isTemplate(text);
      var message =
          isTemplate
              ? "the playbook's `timeout` cannot be a template"
              : "`timeout` is not a duration";
      problems.error(entry.value().spot(), "bad-duration", message, Durations.FORM);
    }
    return duration;
  }

  private void readWorkbook(Sequence entries) {
    Set<String> names = new HashSet<>();
    for (var written : entries.items()) {
      if (!(written instanceof Mapping map)) {
        var message = "a workbook entry must be a map, this is a " + written.kind();
        problems.error(written.spot(), "wrong-shape", message, "");
        continue;
      }
      var keys = new Keys(map, problems);
      var named = keys.take("name").or(() -> keys.take("task")).flatMap(reading::text);
      if (named.isEmpty()) {
        problems.error(map.spot(), "missing-key", "a workbook entry needs `name`", "");
      }
      var name = named.orElse("");
      if (!name.isEmpty() && !names.add(name)) {
        var message = "the workbook has two entries `%s`".formatted(name);
        problems.error(map.spot(), "duplicate-entry", message, "rename one of them");
      }
      var draft = tasks.read(keys, Names.NONE, Role.ENTRY);
      keys.take("desc");
      keys.take("description");
      draft.ifPresent(_ -> keys.refuseRest("workbook entry `%s`".formatted(name)));
      if (!name.isEmpty()) {
        tasks.define(name, draft);
      }
    }
  }

  private List<Step> steps(Keys keys) {
    var workflow = keys.take("workflow", "steps");
    List<Step> steps = new ArrayList<>();
    if (workflow.isEmpty()) {
      var hint = "write workflow: and below it - step: start";
      problems.error(keys.spot(), "missing-key", "a playbook needs `workflow`, its steps", hint);
      return steps;
    }
    var list = reading.list(workflow.get()).map(Sequence::items).orElse(List.of());
    if (list.isEmpty() && workflow.get().value() instanceof Sequence) {
      refuse(workflow.get().value().spot(), "missing-key", "the workflow has no steps");
    }
    if (list.size() > STEPS_MAX) {
      var message =
          "a workflow can have %d steps, this one has %d".formatted(STEPS_MAX, list.size());
      refuse(workflow.get().key().spot(), "too-many-steps", message);
      return steps;
    }
    reading.templates().secretSteps(SecretSteps.among(list, tasks.entriesOf(Tools.SECRETS)));
    var reader = new StepReader(reading, tasks, edges);
    List<StepReader.Draft> drafts = new ArrayList<>();
    list.forEach(written -> reader.read(written).ifPresent(drafts::add));
    var late = new HashSet<>(edges.lateKeys());
    late.addAll(reading.templates().secretSteps());
    drafts.forEach(draft -> steps.add(draft.step(late)));
    return steps;
  }

  private void refuse(Spot spot, String code, String message) {
    problems.error(spot, code, message, "");
  }

  /// `start`, or the first step with a warning.
  private String entry(List<Step> steps) {
    for (var step : steps) {
      if (step.name().equals(Step.START)) {
        return Step.START;
      }
    }
    for (var step : steps) {
      if (step.name().equalsIgnoreCase(Step.START)) {
        return step.name();
      }
    }
    var first = steps.getFirst();
    problems.warn(
        first.place(),
        "no-start",
        "no step is called `start`; this one comes first",
        "add - step: start with next: %s".formatted(first.name()));
    return first.name();
  }
}
