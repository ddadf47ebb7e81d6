package io.noetl.tool.http;

import io.noetl.job.Failure;
import io.noetl.template.Condition;
import io.noetl.template.Scope;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How often a page is asked for that does not come, and how long to wait between. Without a
/// condition of its own it is asked for again where that may help: no answer, or one of status 408,
/// 429, 500 or more.
record PageRetry(
    long most,
    double firstMillis,
    double maxMillis,
    double multiplier,
    boolean jitter,
    Conditions conditions) {
  /// Servers may ask for a pause; not for one that is longer than anybody's patience.
  private static final long ASKED_SECONDS_MAX = 60;

  record Conditions(Optional<Condition> retryWhen, Optional<Condition> stopWhen) {}

  /// Throws [io.noetl.template.TemplateError].
  static PageRetry of(Fields fields) {
    return new PageRetry(
        (long) number(fields, "max_attempts", 3),
        number(fields, "initial_delay_ms", 1000),
        number(fields, "max_delay_ms", 60_000),
        number(fields, "backoff_multiplier", 2),
        fields.get("jitter") == Bool.TRUE,
        new Conditions(condition(fields, "retry_when"), condition(fields, "stop_when")));
  }

  private static double number(Fields fields, String name, double otherwise) {
    return fields.get(name) instanceof Num number ? number.real() : otherwise;
  }

  private static Optional<Condition> condition(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text)
        ? Optional.of(Condition.parse(text))
        : Optional.empty();
  }

  /// Whether attempt number `made`, which failed, is followed by another. `names` speak of it.
  boolean wants(int made, Failure failure, Scope names) {
    if (made >= most || failure.kind() != Failure.Kind.ERROR) {
      return false;
    }
    if (conditions.stopWhen().filter(it -> holds(it, names)).isPresent()) {
      return false;
    }
    return conditions
        .retryWhen()
        .map(it -> holds(it, names))
        .orElseGet(() -> mayPass(status(failure)));
  }

  private static boolean holds(Condition condition, Scope names) {
    return condition.judge(names, Paging.now()) instanceof io.noetl.template.Verdict.Held;
  }

  private static boolean mayPass(long status) {
    return status == 0 || status == 408 || status == 429 || status >= 500;
  }

  /// The status that was answered; 0 if nothing was.
  private static long status(Failure failure) {
    return failure.result() instanceof Fields result
            && result.get("status_code") instanceof Num.Int(var status)
        ? status
        : 0;
  }

  Duration delay(int made, Failure failure) {
    double millis = Math.min(firstMillis * Math.pow(multiplier, made - 1.0), maxMillis);
    double chance = jitter ? 0.5 + ThreadLocalRandom.current().nextDouble() : 1;
    return Duration.ofMillis(Math.max(Math.round(millis * chance), asked(failure) * 1000));
  }

  /// The seconds that the server asks for by `Retry-After`.
  private static long asked(Failure failure) {
    Value headers = failure.result() instanceof Fields result ? result.get("headers") : Null.NULL;
    return headers instanceof Fields fields
            && fields.get("retry-after") instanceof Text(var seconds)
            && seconds.matches("\\d{1,6}")
        ? Math.min(Long.parseLong(seconds), ASKED_SECONDS_MAX)
        : 0;
  }
}
