package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.value.Null;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the steps of a playbook stand in its text, for those who show one beside the other. It is
/// read from the text again, so that playbooks which only run need not carry it.
final class Outline {
  private static final String[] TYPES = {"type", "tool", "kind"};
  private static final String[] NAMES = {"step", "name"};

  /// Where a task's keys may stand besides the step itself.
  private static final List<String> INNER = List.of("tool", "type", "task", "loop");

  private static final String[] CODE =
      Stream.of(Tools.CODE, Tools.STATEMENTS, Tools.SHELL_COMMAND)
          .flatMap(own -> own.spellings().stream())
          .distinct()
          .toArray(String[]::new);

  private final Map<String, Mapping> workbook = new HashMap<>();

  private Outline() {}

  /// The lines of a step, from 1: its first, its last, and the one on which its code begins (0 if
  /// there is none in the text); `about` is its description, or empty.
  record Passage(int first, int last, int code, String about) {
    static final Passage NONE = new Passage(1, 1, 0, "");
  }

  /// The steps by name; a text that is no playbook has none.
  static Map<String, Passage> of(String text) {
    var source = new Source("", PlaybookParser.unmarked(text));
    return YamlReader.read(new Problems(source))
        .filter(Mapping.class::isInstance)
        .map(root -> new Outline().passages((Mapping) root, new TextLines(source.text())))
        .orElse(Map.of());
  }

  private Map<String, Passage> passages(Mapping root, TextLines lines) {
    for (var entry : maps(root, "workbook")) {
      word(entry, "name", "task").ifPresent(name -> workbook.putIfAbsent(name, entry));
    }
    Map<String, Passage> passages = new LinkedHashMap<>();
    for (var step : maps(root, "workflow", "steps")) {
      word(step, NAMES)
          .ifPresent(
              name -> {
                var about = word(step, "description", "desc").orElse("");
                int first = step.spot().line();
                var passage = new Passage(first, lines.last(step), code(step, name), about);
                passages.putIfAbsent(name, passage);
              });
    }
    return passages;
  }

  /// The maps in the list under the first of these keys that is there.
  private static List<Mapping> maps(Mapping root, String... keys) {
    return find(root, keys).map(Entry::value).stream()
        .filter(Sequence.class::isInstance)
        .flatMap(list -> ((Sequence) list).items().stream())
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  private static Optional<Entry> find(Mapping map, String... keys) {
    for (var key : keys) {
      var entry = map.find(key).filter(it -> it.value().value() != Null.NULL);
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> word(Mapping map, String... keys) {
    return find(map, keys)
        .map(Entry::value)
        .filter(Scalar.class::isInstance)
        .map(text -> ((Scalar) text).text().strip());
  }

  /// The line on which the code of a task begins, or 0. Valid playbooks end the search: an entry of
  /// the workbook can only call those before it.
  private int code(Mapping task, String step) {
    int own = own(task);
    if (own >= 0) {
      return own;
    }
    for (var key : INNER) {
      int line = inner(task, key).map(it -> code(it, step)).orElse(0);
      if (line > 0) {
        return line;
      }
    }
    var kind = Tools.canonical(word(task, TYPES).orElse(""));
    if (kind.equals(Tools.WORKBOOK)) {
      var entry = workbook.get(word(task, "name", "task").orElse(step));
      return entry == null ? 0 : code(entry, step);
    }
    return Tools.find(kind).filter(Tools.Spec::isSql).isPresent() ? amongInputs(task) : 0;
  }

  /// The line of the code that stands in this very map; 0 if it is encoded, -1 if there is none.
  private static int own(Mapping task) {
    return find(task, CODE)
        .map(entry -> Encoded.isEncoded(entry) ? 0 : TextLines.first(entry.value()))
        .orElse(-1);
  }

  /// `with: {command: ...}`, as some playbooks say it.
  private static int amongInputs(Mapping task) {
    return Inputs.spellings().stream()
        .flatMap(key -> inner(task, key).stream())
        .mapToInt(Outline::own)
        .filter(line -> line >= 0)
        .findFirst()
        .orElse(0);
  }

  private static Optional<Mapping> inner(Mapping task, String key) {
    return task.find(key)
        .map(Entry::value)
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast);
  }
}
