package io.noetl.playbook;

import static io.noetl.playbook.Own.key;

import io.noetl.playbook.Own.Shape;
import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.template.Template;
import io.noetl.value.Durations;
import io.noetl.value.Sizes;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.regex.Pattern;

/// The keys of tools that start processes (`limits`, `env`, `python`), and what may stand in them.
final class ProcessKeys {
  static final Own LIMITS =
      key(Shape.MAP, "limits", "What each process may use: {memory: 512MB, cpu: 30s}.");
  static final Own ENV =
      key(Shape.ANY, "env", "Variables: a list of allowed ones, or a map of more.");
  static final Own PACKAGES =
      key(
          Shape.MAP,
          "python",
          "{packages: ...}: a file of requirements, a virtual environment, or a list of packages.");

  /// The same as the least that a worker takes.
  private static final long MEMORY_MIN = 16 << 20;

  private static final Duration CPU_MIN = Duration.ofSeconds(1);

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Reading reading;

  ProcessKeys(Reading reading) {
    this.reading = reading;
  }

  /// Checks the entry if it is one of these keys; its templates are looked at elsewhere.
  void check(Own own, Entry entry) {
    if (own == LIMITS) {
      limits(entry);
    } else if (own == ENV) {
      variables(entry);
    } else if (own == PACKAGES) {
      packages(entry);
    }
  }

  private void limits(Entry entry) {
    if (!(entry.value() instanceof Mapping map)) {
      return; // Its shape is checked for every key.
    }
    var keys = new Keys(map, reading.problems());
    keys.take("memory")
        .filter(each -> !isLater(each))
        .filter(each -> !isSize(each.value().value()))
        .ifPresent(each -> refuse(each, "a size of at least 16MB", Sizes.FORM));
    keys.take("cpu")
        .filter(each -> !isLater(each))
        .filter(each -> !isTime(each.value().value()))
        .ifPresent(each -> refuse(each, "a time of at least 1s", Durations.FORM));
    keys.refuseRest("limits");
  }

  private static boolean isSize(Value value) {
    return Sizes.parse(value).filter(bytes -> bytes >= MEMORY_MIN).isPresent();
  }

  private static boolean isTime(Value value) {
    return Durations.parse(value).filter(time -> time.compareTo(CPU_MIN) >= 0).isPresent();
  }

  private void refuse(Entry entry, String expected, String hint) {
    var message = "`limits.%s` must be %s".formatted(entry.name(), expected);
    reading.problems().error(entry.value().spot(), "bad-limit", message, hint);
  }

  private void variables(Entry entry) {
    switch (entry.value()) {
      case Mapping(_, var entries) -> entries.forEach(each -> variable(each.key()));
      case Sequence(_, var items) -> {
        for (var item : items) {
          if (item instanceof Scalar name) {
            variable(name);
          } else {
            reading.wrongShape(entry, "a list of names, or a map");
          }
        }
      }
      case Scalar _ when isLater(entry) -> {}
      case Scalar _ -> reading.wrongShape(entry, "a list of names, or a map");
    }
  }

  private void variable(Scalar name) {
    if (!Template.isTemplate(name.text()) && !VARIABLE.matcher(name.text()).matches()) {
      var message = "`%s` cannot be the name of a variable".formatted(name.text());
      reading.problems().error(name.spot(), "bad-name", message, "use letters, digits and _ only");
    }
  }

  private void packages(Entry entry) {
    if (!(entry.value() instanceof Mapping map)) {
      return;
    }
    var keys = new Keys(map, reading.problems());
    var packages = keys.take("packages");
    packages
        .filter(each -> each.value() instanceof Mapping)
        .ifPresent(each -> reading.wrongShape(each, "a path, or a list of packages"));
    keys.refuseRest("python");
    if (packages.isEmpty()) {
      var hint = "python: {packages: requirements.txt}";
      reading.problems().error(map.spot(), "missing-key", "`python` needs `packages`", hint);
    }
  }

  private static boolean isLater(Entry entry) {
    return entry.value().value() instanceof Text(var text) && Template.isTemplate(text);
  }
}
