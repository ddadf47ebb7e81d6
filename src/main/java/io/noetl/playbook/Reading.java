package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.value.Bool;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What all readers of one playbook share: where problems go, and how simple values are read.
record Reading(Problems problems, TemplateCheck templates, NamedAuth logins) {

  static Reading of(Problems problems) {
    return new Reading(problems, new TemplateCheck(problems), new NamedAuth());
  }

  /// The map that the entry holds, or nothing and a problem.
  Optional<Mapping> map(Entry entry) {
    if (entry.value() instanceof Mapping map) {
      return Optional.of(map);
    }
    wrongShape(entry, "a map");
    return Optional.empty();
  }

  Optional<Sequence> list(Entry entry) {
    if (entry.value() instanceof Sequence list) {
      return Optional.of(list);
    }
    wrongShape(entry, "a list");
    return Optional.empty();
  }

  /// The text that the entry holds (numbers count as text), without blanks around it.
  Optional<String> text(Entry entry) {
    if (entry.value() instanceof Scalar scalar && !scalar.text().isBlank()) {
      return Optional.of(scalar.text().strip());
    }
    wrongShape(entry, "text");
    return Optional.empty();
  }

  /// A word that selects one of a few ways, lower case.
  Optional<String> word(Entry entry, String code, List<String> choices) {
    var word = text(entry).map(text -> text.toLowerCase(Locale.ROOT));
    if (word.isPresent() && !choices.contains(word.get())) {
      var message = "`%s` cannot be `%s`".formatted(entry.name(), word.get());
      var hint = "write one of: " + String.join(", ", choices);
      problems.error(entry.value().spot(), code, message, hint);
      return Optional.empty();
    }
    return word;
  }

  /// A whole number from `least` to `most`, written as such.
  Optional<Integer> whole(Entry entry, String code, int least, int most) {
    var number = number(entry.value());
    if (number.isPresent()
        && number.get() instanceof Num.Int(var whole)
        && whole >= least
        && whole <= most) {
      return Optional.of((int) whole);
    }
    var message = "`%s` must be a whole number from %d to %d".formatted(entry.name(), least, most);
    problems.error(entry.value().spot(), code, message, "");
    return Optional.empty();
  }

  static Optional<Num> number(Written written) {
    Value value =
        written instanceof Scalar scalar
            ? YamlScalars.plain(scalar.text().strip())
            : written.value();
    return value instanceof Num number ? Optional.of(number) : Optional.empty();
  }

  /// Truth as written, in the words of YAML 1.1 too (`yes`, `off`).
  Optional<Boolean> truth(Entry entry) {
    if (entry.value().value() instanceof Bool truth) {
      return Optional.of(truth.isTrue());
    }
    if (entry.value() instanceof Scalar scalar) {
      switch (scalar.text().strip().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on" -> {
          return Optional.of(true);
        }
        case "false", "no", "off" -> {
          return Optional.of(false);
        }
        default -> {}
      }
    }
    wrongShape(entry, "true or false");
    return Optional.empty();
  }

  /// The texts of a list, or one text.
  List<Scalar> texts(Entry entry) {
    List<Scalar> texts = new ArrayList<>();
    var items = entry.value() instanceof Sequence(_, var list) ? list : List.of(entry.value());
    for (var item : items) {
      if (item instanceof Scalar scalar) {
        texts.add(scalar);
      } else {
        wrongShape(entry, "text or a list of texts");
      }
    }
    return texts;
  }

  void wrongShape(Entry entry, String expected) {
    var found = entry.value().kind();
    var message = "`%s` must be %s, this is a %s".formatted(entry.name(), expected, found);
    problems.error(entry.value().spot(), "wrong-shape", message, "");
  }

  /// Says that a key is allowed and does nothing.
  void withoutEffect(Entry entry, String hint) {
    var message = "`%s` has no effect".formatted(entry.name());
    problems.warn(entry.key().spot(), "no-effect", message, hint);
  }
}
