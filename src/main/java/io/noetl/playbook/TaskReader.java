package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.playbook.Written.Style;
import io.noetl.template.Template;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the working part of a step, of a workbook entry or of an iterator's body: which tool, its
/// keys, its inputs and rules.
final class TaskReader {
  private static final String TYPE = "type";

  /// Where a task stands.
  enum Role {
    STEP("a step"),
    BODY("an iterator's task"),
    ENTRY("a workbook entry");

    private final String words;

    Role(String words) {
      this.words = words;
    }
  }

  private final Reading reading;
  private final SaveReader saves;
  private final IteratorReader iterators;
  private final ProcessKeys processes;
  private Value packages = Null.NULL;
  private final Map<String, TaskDraft> workbook = new HashMap<>();
  private final Set<String> broken = new HashSet<>();

  TaskReader(Reading reading) {
    this.reading = reading;
    this.saves = new SaveReader(reading);
    this.iterators = new IteratorReader(reading, this);
    this.processes = new ProcessKeys(reading);
  }

  /// Reads the playbook's `python`: what python steps that have none of their own have.
  void readPackages(Entry entry) {
    var written = checkedShape(ProcessKeys.PACKAGES, entry);
    processes.check(ProcessKeys.PACKAGES, entry);
    reading.templates().check(written, Names.NONE);
    packages = written.value();
  }

  /// Makes a workbook entry known to the steps that are read later.
  void define(String name, Optional<TaskDraft> entry) {
    entry.ifPresentOrElse(draft -> workbook.put(name, draft), () -> broken.add(name));
  }

  /// The workbook's entries of the tool `kind`.
  Set<String> entriesOf(String kind) {
    var entries = new HashSet<String>();
    workbook.forEach(
        (name, draft) -> {
          if (draft.tool().equals(kind)) {
            entries.add(name);
          }
        });
    return entries;
  }

  /// The task, or nothing for a router, or nothing and a problem.
  Optional<TaskDraft> read(Keys keys, Names names, Role role) {
    unfoldTool(keys);
    UnifiedRetry.unfold(keys);
    PaginateReader.unfold(keys);
    if (keys.peek("loop").isPresent()) {
      return iterators.loop(keys, names, role);
    }
    var type = keys.take(TYPE, "tool");
    var kind = Tools.canonical(type.flatMap(reading::text).orElse(""));
    if (Tools.CONTROL.contains(kind)) {
      return control(keys, kind, names, role);
    }
    var spec = Tools.find(kind);
    if (spec.isEmpty()) {
      unknownTool(type.orElseThrow(), kind);
      return Optional.empty();
    }
    return switch (kind) {
      case Tools.ITERATOR -> Optional.of(iterators.read(keys, names));
      case Tools.WORKBOOK -> workbook(keys, names, role);
      case Tools.SAVE -> Optional.of(saveTask(keys, names));
      default -> Optional.of(plain(keys, spec.get(), names, true));
    };
  }

  /// `tool: {kind: python, code: ...}` says the same as its keys one level up.
  private static void unfoldTool(Keys keys) {
    for (var spelling : List.of("tool", TYPE)) {
      var entry = keys.peek(spelling);
      if (entry.isPresent() && entry.get().value() instanceof Mapping map) {
        keys.take(spelling);
        var kind = map.find("kind").or(() -> map.find(TYPE));
        keys.unfold(
            new Mapping(
                map.spot(),
                map.entries().stream()
                    .filter(each -> kind.filter(it -> it.name().equals(each.name())).isEmpty())
                    .toList()));
        kind.ifPresent(it -> keys.unfold(new Mapping(map.spot(), List.of(renamed(it)))));
      }
    }
  }

  private static Entry renamed(Entry kind) {
    var key = kind.key();
    return new Entry(new Scalar(key.spot(), key.span(), TYPE, Text.of(TYPE)), kind.value());
  }

  private void unknownTool(Entry type, String kind) {
    var hint = Nearest.hint(kind, Tools.kinds());
    if (type.value() instanceof Sequence) {
      hint = "make each tool a step of its own";
    } else if (hint.isEmpty()) {
      hint = "tools are: " + String.join(", ", Tools.kinds());
    }
    var message = "there is no tool `%s`".formatted(kind);
    reading.problems().error(type.value().spot(), "unknown-tool", message, hint);
  }

  private Optional<TaskDraft> control(Keys keys, String kind, Names names, Role role) {
    if (keys.has("save", "sink")) {
      return Optional.of(saveTask(keys, names));
    }
    var guess = kind.isEmpty() ? guess(keys, role) : "";
    if (!guess.isEmpty() || (kind.isEmpty() && role != Role.STEP)) {
      missing(keys, role.words, List.of(TYPE), guess.isEmpty() ? "" : "write type: " + guess);
      return Optional.empty();
    }
    if (Inputs.standIn(keys) || role != Role.STEP) {
      return Optional.of(
          plain(keys, Tools.find(Tools.TRANSFORM).orElseThrow(), names, kind.isEmpty()));
    }
    return Optional.empty();
  }

  /// The tool that somebody forgot to name, or empty.
  private static String guess(Keys keys, Role role) {
    if (keys.has("code", "code_b64", "code_base64")) {
      return Tools.PYTHON;
    }
    if (keys.has("endpoint", "url")) {
      return Tools.HTTP;
    }
    if (keys.has("collection")) {
      return Tools.ITERATOR;
    }
    if (keys.has("sql", "query")) {
      return "postgres";
    }
    if (keys.has("command", "commands", "script")) {
      return "shell or the name of a database tool";
    }
    if (keys.has("path", "playbook_path", "resource_path")) {
      return Tools.PLAYBOOK;
    }
    return role == Role.STEP && keys.has("duration", "until") ? "wait" : "";
  }

  /// A step that does nothing but save; the keys of the save may stand in the step itself.
  private TaskDraft saveTask(Keys keys, Names names) {
    var nested = keys.take("save", "sink");
    if (nested.isEmpty()) {
      var save = saves.read(keys, names);
      return ruled(TaskDraft.of(Tools.SAVE, Fields.EMPTY, Inputs.NONE), keys, names, save);
    }
    var inputs = Inputs.read(keys, reading, names);
    var save = saves.read(nested.get(), names.with(inputs.named().keySet()));
    return ruled(TaskDraft.of(Tools.SAVE, Fields.EMPTY, inputs), keys, names, save);
  }

  private Optional<TaskDraft> workbook(Keys keys, Names names, Role role) {
    var named = keys.take("name").or(() -> keys.take("task"));
    keys.take("task");
    var name = named.flatMap(reading::text).orElse(role == Role.STEP ? names.step() : "");
    var spot = named.map(entry -> entry.value().spot()).orElse(keys.spot());
    if (role == Role.ENTRY) {
      var message = "a workbook entry cannot be of type workbook";
      reading.problems().error(spot, "bad-entry", message, "name the entry's own tool");
      return Optional.empty();
    }
    var entry = workbook.get(name);
    if (entry == null) {
      if (!broken.contains(name)) {
        unknownEntry(spot, name);
      }
      return Optional.empty();
    }
    var spec =
        entry.tool().equals(Tools.ITERATOR)
            ? Tools.TRANSFORM
            : entry.tool().equals(Tools.SAVE) ? Tools.TRANSFORM : entry.tool();
    var call = plain(keys, Tools.find(spec).orElseThrow(), names, false);
    return Optional.of(call.over(entry));
  }

  private void unknownEntry(Written.Spot spot, String name) {
    var known = workbook.keySet().stream().sorted().toList();
    var hint = Nearest.hint(name, known);
    if (hint.isEmpty()) {
      hint =
          known.isEmpty()
              ? "this playbook has no workbook"
              : "entries are: " + String.join(", ", known);
    }
    var message =
        name.isEmpty()
            ? "a task of type workbook needs `name`, the name of an entry"
            : "the workbook has no entry `%s`".formatted(name);
    reading.problems().error(spot, "unknown-entry", message, hint);
  }

  /// A task whose keys the table of [Tools] lists.
  private TaskDraft plain(Keys keys, Tools.Spec spec, Names names, boolean isWhole) {
    var config = Fields.builder();
    var rules = Fields.builder();
    var code = "";
    if (spec.isSql()) {
      unfoldStatements(keys);
    }
    boolean ownsPackages = packages == Null.NULL || keys.has(ProcessKeys.PACKAGES.name());
    for (var own : spec.keys()) {
      if (own.name().equals("params") && spec.isSql() && !isPositional(keys)) {
        continue;
      }
      var entry = keys.take(own.spelled());
      if (entry.isEmpty()) {
        continue;
      }
      var written = checkedShape(own, entry.get());
      if (own.name().equals(PaginateReader.KEY)) {
        rules.put(own.name(), new PaginateReader(reading).read(entry.get(), names));
      } else if (own.name().equals(Tools.CODE.name())) {
        code = code(written);
        config.put("code_line", codeLine(entry.get(), written));
      } else if (own.name().equals("content")) {
        code = content(written);
      } else {
        processes.check(own, entry.get());
        reading.templates().check(written, names);
        config.put(own.name(), written.value());
      }
    }
    if (spec.kind().equals(Tools.PYTHON) && isWhole && !ownsPackages) {
      config.put(ProcessKeys.PACKAGES.name(), packages);
    }
    keys.take(Tools.AUTH.spelled())
        .ifPresent(
            entry -> {
              reading.templates().check(entry.value(), names);
              config.put(Tools.AUTH.name(), reading.logins().resolved(entry.value().value()));
            });
    var inputs = Inputs.read(keys, reading, names);
    var draft =
        TaskDraft.of(spec.kind(), config.build(), inputs).withCode(code).withRules(rules.build());
    if (isWhole) {
      new Needs(reading).check(draft, spec, keys);
    }
    return ruled(draft, keys, names.with(inputs.named().keySet()), Fields.EMPTY);
  }

  /// Some playbooks have a database's statements among the inputs: `with: {command: ...}`.
  private static void unfoldStatements(Keys keys) {
    var spellings = Tools.STATEMENTS.spelled();
    for (var inputs : Inputs.spellings()) {
      if (!keys.has(spellings)
          && keys.peek(inputs).map(Entry::value).orElse(null) instanceof Mapping map) {
        var statements =
            map.entries().stream().filter(it -> List.of(spellings).contains(it.name())).toList();
        keys.unfold(new Mapping(map.spot(), statements));
      }
    }
  }

  private static boolean isPositional(Keys keys) {
    return keys.peek("params").filter(Inputs::isPositional).isPresent();
  }

  private Written checkedShape(Own own, Entry entry) {
    var written = Encoded.value(entry, reading.problems());
    if (!own.shape().fits(written)) {
      reading.wrongShape(entry, own.shape().words());
    }
    return written;
  }

  private static String code(Written written) {
    return written instanceof Scalar scalar ? scalar.text() : "";
  }

  /// The line on which the code begins; 0 if it does not stand in the file.
  private static int codeLine(Entry entry, Written written) {
    if (Encoded.isEncoded(entry) || !(written instanceof Scalar scalar)) {
      return 0;
    }
    var style = scalar.span().style();
    boolean isBlock = style == Style.LITERAL || style == Style.FOLDED;
    return scalar.spot().line() + (isBlock ? 1 : 0);
  }

  /// A playbook inside a playbook: its templates are its own, so it is kept as text.
  private static String content(Written written) {
    return written instanceof Scalar scalar ? scalar.text() : Json.write(written.value());
  }

  /// The task with the rules that stand beside it; `save` is one that has been read already.
  TaskDraft ruled(TaskDraft draft, Keys keys, Names names, Fields save) {
    var rules = Fields.builder();
    if (!save.isEmpty()) {
      rules.put("save", save);
    } else {
      keys.take("save", "sink").ifPresent(entry -> rules.put("save", saves.read(entry, names)));
    }
    keys.take("assert").flatMap(this::assertion).ifPresent(it -> rules.put("assert", it));
    keys.take("fail_when")
        .flatMap(entry -> reading.templates().condition(entry.value(), "fail_when", names))
        .ifPresent(condition -> rules.put("fail_when", condition.source()));
    var retry = new RetryReader(reading).read(keys, names);
    var timeout = keys.take("timeout").map(entry -> timeout(entry, names)).orElse(Null.NULL);
    return draft.withRules(draft.rules().overlaid(rules.build()), retry, timeout);
  }

  private Optional<Fields> assertion(Entry entry) {
    return reading
        .map(entry)
        .map(
            map -> {
              var keys = new Keys(map, reading.problems());
              var assertion = Fields.builder();
              for (var side : List.of("expects", "returns")) {
                keys.take(side)
                    .ifPresent(
                        list ->
                            assertion.put(
                                side,
                                new Items(
                                    reading.texts(list).stream()
                                        .<Value>map(each -> Text.of(each.text()))
                                        .toList())));
              }
              keys.take("strict")
                  .flatMap(reading::truth)
                  .ifPresent(strict -> assertion.put("strict", strict));
              keys.refuseRest("assert");
              return assertion.build();
            });
  }

  private Value timeout(Entry entry, Names names) {
    var value = entry.value().value();
    if (value instanceof Text(var text) && Template.isTemplate(text)) {
      reading.templates().check(entry.value(), names);
    } else if (Durations.parse(value).isEmpty()) {
      var message = "`timeout` is not a duration";
      reading.problems().error(entry.value().spot(), "bad-duration", message, Durations.FORM);
    }
    return value;
  }

  private void missing(Keys keys, String owner, List<String> names, String hint) {
    var message = "%s needs `%s`".formatted(owner, String.join("` or `", names));
    reading.problems().error(keys.spot(), "missing-key", message, hint);
  }
}
