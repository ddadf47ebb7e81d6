package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.template.Condition;
import io.noetl.value.Bool;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.time.Duration;
import java.util.Optional;

/// Reads `retry:` in all its forms.
final class RetryReader {
  private static final String CODE = "bad-retry";

  private final Reading reading;

  RetryReader(Reading reading) {
    this.reading = reading;
  }

  /// The policy and its conditions as they are written; `isGiven` if somebody wrote one.
  record Policy(Retry retry, Fields conditions, boolean isGiven) {
    static final Policy NONE = new Policy(Retry.NEVER, Fields.EMPTY, false);

    static Policy given(Retry retry, Fields conditions) {
      return new Policy(retry, conditions, true);
    }

    /// All of it as data, times in milliseconds.
    Fields canonical() {
      return Fields.builder()
          .put("max_attempts", retry.attempts())
          .put("initial_delay_ms", retry.initialDelay().toMillis())
          .put("max_delay_ms", retry.maxDelay().toMillis())
          .put("backoff_multiplier", Num.of(retry.multiplier()))
          .put("jitter", retry.jitter())
          .putAll(conditions)
          .build();
    }
  }

  Policy read(Keys keys, Names names) {
    var delay = keys.take("retry_delay");
    var plain = keys.take("retry").flatMap(new UnifiedRetry(reading.problems())::plain);
    var policy = plain.map(entry -> read(entry, names)).orElse(Policy.NONE);
    return delay
        .flatMap(this::duration)
        .map(wait -> Policy.given(withDelay(policy.retry(), wait), policy.conditions()))
        .orElse(policy);
  }

  private static Retry withDelay(Retry retry, Duration wait) {
    return new Retry(
        retry.attempts(),
        wait,
        retry.maxDelay(),
        retry.multiplier(),
        retry.jitter(),
        retry.retryWhen(),
        retry.stopWhen());
  }

  private Policy read(Entry entry, Names names) {
    if (entry.value() instanceof Mapping map) {
      return readMap(new Keys(map, reading.problems()), names);
    }
    if (entry.value().value() instanceof Bool truth) {
      return Policy.given(truth.isTrue() ? Retry.attempts(3) : Retry.NEVER, Fields.EMPTY);
    }
    if (Reading.number(entry.value()).isEmpty()) {
      var message = "`retry` must be true, false, a number of attempts or a map";
      reading.problems().error(entry.value().spot(), CODE, message, "");
      return Policy.NONE;
    }
    return Policy.given(Retry.attempts(attempts(entry)), Fields.EMPTY);
  }

  private int attempts(Entry entry) {
    return reading.whole(entry, CODE, 1, Retry.ATTEMPTS_MAX).orElse(1);
  }

  private Policy readMap(Keys keys, Names names) {
    var standard = Retry.attempts(3);
    var attempts = keys.take("max_attempts").map(this::attempts).orElse(standard.attempts());
    var initial =
        keys.take("initial_delay").flatMap(this::duration).orElse(standard.initialDelay());
    var most = keys.take("max_delay").flatMap(this::duration).orElse(standard.maxDelay());
    var multiplier =
        keys.take("backoff_multiplier").map(this::multiplier).orElse(standard.multiplier());
    var jitter = keys.take("jitter").flatMap(reading::truth).orElse(standard.jitter());
    var conditions = Fields.builder();
    var retryWhen = condition(keys, "retry_when", conditions, names);
    var stopWhen = condition(keys, "stop_when", conditions, names);
    keys.refuseRest("retry");
    return Policy.given(
        new Retry(attempts, initial, most, multiplier, jitter, retryWhen, stopWhen),
        conditions.build());
  }

  private Optional<Condition> condition(
      Keys keys, String name, Fields.Builder conditions, Names names) {
    var entry = keys.take(name);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    var condition = reading.templates().condition(entry.get().value(), name, names);
    condition.ifPresent(each -> conditions.put(name, each.source()));
    return condition;
  }

  private double multiplier(Entry entry) {
    var number = Reading.number(entry.value()).map(each -> each.real());
    if (number.isPresent() && number.get() > 0 && number.get() <= 1000) {
      return number.get();
    }
    var message = "`backoff_multiplier` must be a number above 0, at most 1000";
    reading.problems().error(entry.value().spot(), CODE, message, "2 doubles the wait each time");
    return 1;
  }

  private Optional<Duration> duration(Entry entry) {
    var duration = Durations.parse(entry.value().value());
    if (duration.isEmpty()) {
      var message = "`%s` is not a duration".formatted(entry.name());
      reading.problems().error(entry.value().spot(), CODE, message, Durations.FORM);
    }
    return duration;
  }
}
