package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which steps of a workflow read a secret. It must be known before the first template is kept for
/// the worker, so the steps are looked at once before they are read.
final class SecretSteps {
  private SecretSteps() {}

  /// The names of those steps; `entries` are the entries of the workbook that do.
  static Set<String> among(List<Written> workflow, Set<String> entries) {
    var names = new HashSet<String>();
    for (var written : workflow) {
      if (written instanceof Mapping step && isOne(step, entries)) {
        text(step, "step", "name").ifPresent(names::add);
      }
    }
    return names;
  }

  private static boolean isOne(Mapping step, Set<String> entries) {
    var kind = kind(step, "type").or(() -> kind(step, "tool")).orElse("");
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case Tools.SECRETS -> true;
      case Tools.WORKBOOK ->
          text(step, "name", "task", "step").filter(entries::contains).isPresent()
              || entryInTool(step).filter(entries::contains).isPresent();
      default -> false;
    };
  }

  private static Optional<String> kind(Mapping step, String key) {
    return step.find(key)
        .map(Entry::value)
        .flatMap(
            value ->
                value instanceof Mapping map
                    ? text(map, "kind", "type")
                    : value instanceof Scalar word
                        ? Optional.of(word.text().strip())
                        : Optional.empty());
  }

  /// The entry where it stands inside of `tool: {kind: workbook, name: ...}`.
  private static Optional<String> entryInTool(Mapping step) {
    return step.find("tool")
        .map(Entry::value)
        .filter(Mapping.class::isInstance)
        .flatMap(map -> text((Mapping) map, "name", "task"));
  }

  private static Optional<String> text(Mapping map, String... keys) {
    for (var key : keys) {
      var entry = map.find(key);
      if (entry.isPresent() && entry.get().value() instanceof Scalar scalar) {
        return Optional.of(scalar.text().strip());
      }
    }
    return Optional.empty();
  }
}
