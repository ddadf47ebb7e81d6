package io.noetl.playbook;

import io.noetl.template.Template;
import io.noetl.value.Durations;
import io.noetl.value.Text;
import java.util.List;

/// Checks that a task has what its tool cannot do without.
final class Needs {
  private final Reading reading;

  Needs(Reading reading) {
    this.reading = reading;
  }

  void check(TaskDraft draft, Tools.Spec spec, Keys keys) {
    for (var own : spec.keys()) {
      boolean isThere =
          own.name().equals(Tools.CODE.name())
              ? !draft.code().isBlank()
              : isFilled(draft.config().get(own.name()));
      if (own.required() && !isThere) {
        missing(keys, spec, List.of(own.name()));
      }
    }
    switch (spec.kind()) {
      case Tools.TRANSFORM -> {
        if (draft.inputs().isEmpty() && draft.dynamic() == io.noetl.value.Null.NULL) {
          missing(keys, spec, List.of("data"));
        }
      }
      case Tools.PLAYBOOK -> oneOf(draft, spec, keys, "path", "content");
      case "wait" -> {
        oneOf(draft, spec, keys, "duration", "until");
        checkDuration(draft, keys);
      }
      default -> {}
    }
  }

  private static boolean isFilled(io.noetl.value.Value value) {
    return value != io.noetl.value.Null.NULL
        && !(value instanceof Text(var text) && text.isBlank());
  }

  private void oneOf(TaskDraft draft, Tools.Spec spec, Keys keys, String one, String other) {
    boolean hasOne = draft.config().has(one);
    boolean hasOther = draft.config().has(other) || !draft.code().isEmpty();
    if (!hasOne && !hasOther) {
      missing(keys, spec, List.of(one, other));
    } else if (hasOne && hasOther) {
      var message = "`%s` and `%s` cannot both be given".formatted(one, other);
      reading.problems().error(keys.spot(), "said-twice", message, "keep one of them");
    }
  }

  private void checkDuration(TaskDraft draft, Keys keys) {
    var duration = draft.config().get("duration");
    boolean isLater = duration instanceof Text(var text) && Template.isTemplate(text);
    if (draft.config().has("duration") && !isLater && Durations.parse(duration).isEmpty()) {
      var message = "`duration` is not a duration";
      reading.problems().error(keys.spot(), "bad-duration", message, Durations.FORM);
    }
  }

  private void missing(Keys keys, Tools.Spec spec, List<String> names) {
    var message =
        "%s step needs `%s`".formatted(Tools.named(spec.kind()), String.join("` or `", names));
    reading.problems().error(keys.spot(), "missing-key", message, hint(spec, names.getFirst()));
  }

  /// What the table says about the key, as the end of a sentence.
  private static String hint(Tools.Spec spec, String name) {
    for (var own : spec.keys()) {
      if (own.name().equals(name)) {
        var about = own.about().substring(0, own.about().length() - 1);
        boolean isName = about.startsWith("Python");
        return name
            + ": "
            + (isName ? about : Character.toLowerCase(about.charAt(0)) + about.substring(1));
      }
    }
    return "";
  }
}
