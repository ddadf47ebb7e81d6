package io.noetl.worker;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How often the task of an iterator is tried for one item, and how long to wait between.
record Tries(int most, double initialMillis, double maxMillis, double multiplier, boolean jitter) {
  private static final Tries ONE = new Tries(1, 0, 0, 1, false);

  static Tries of(Value retry) {
    if (!(retry instanceof Fields fields)) {
      return ONE;
    }
    return new Tries(
        (int) number(fields, "max_attempts", 1),
        number(fields, "initial_delay_ms", 1000),
        number(fields, "max_delay_ms", 60_000),
        number(fields, "backoff_multiplier", 2),
        fields.get("jitter") == Bool.TRUE);
  }

  private static double number(Fields fields, String name, double otherwise) {
    return fields.get(name) instanceof Num number ? number.real() : otherwise;
  }

  Duration delayAfter(int made) {
    double millis = Math.min(initialMillis * Math.pow(multiplier, made - 1.0), maxMillis);
    double chance = jitter ? 0.5 + ThreadLocalRandom.current().nextDouble() : 1;
    return Duration.ofNanos(Math.round(millis * chance * 1e6));
  }
}
