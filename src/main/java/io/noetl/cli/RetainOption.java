package io.noetl.cli;

import io.noetl.store.Pruner;
import io.noetl.store.Store;
import io.noetl.value.Durations;
import io.noetl.value.Text;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// How long executions are kept after their end.
final class RetainOption {
  private static final String RETAIN = "--retain";
  private static final String VARIABLE = "NOETL_RETAIN";

  private RetainOption() {}

  static OptionSpec option() {
    return Options.text(
        RETAIN,
        "TIME",
        "Deletes executions that ended so long ago, such as 30d, once an hour (default:"
            + " $NOETL_RETAIN, else never).");
  }

  /// What the option says, or the environment; nothing if executions are kept for ever.
  static Optional<Duration> of(ParseResult given, Map<String, String> env) {
    var option = Options.text(given, RETAIN);
    var text = option.isEmpty() ? env.getOrDefault(VARIABLE, "") : option;
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(age(option.isEmpty() ? VARIABLE : RETAIN, text));
  }

  /// The age from which executions go; `name` is where it was given.
  static Duration age(String name, String text) {
    return Durations.parse(Text.of(text))
        .filter(age -> age.compareTo(Pruner.YOUNGEST) >= 0)
        .orElseThrow(
            () ->
                CommandError.usage(
                    "%s: expected a time such as 30d or 12h, %s at least, found '%s'"
                        .formatted(name, Durations.text(Pruner.YOUNGEST), text)));
  }

  /// Refuses what would fail later.
  static void check(Store store) {
    var obstacle = store.retention().obstacle();
    if (!obstacle.isEmpty()) {
      throw new CommandError(Exit.NOT_ALLOWED, obstacle);
    }
  }
}
