package io.noetl.playbook;

import io.noetl.template.Condition;
import java.time.Duration;
import java.util.Optional;

/// Whether and when a failed attempt is followed by another (`retry:`).
///
/// `attempts` counts all tries, 1 or more. The wait after attempt n is `min(initialDelay *
/// multiplier^(n-1), maxDelay)`, times 0.5 to 1.5 with `jitter`.
public record Retry(
    int attempts,
    Duration initialDelay,
    Duration maxDelay,
    double multiplier,
    boolean jitter,
    Optional<Condition> retryWhen,
    Optional<Condition> stopWhen) {
  public static final int ATTEMPTS_MAX = 1000;

  /// One attempt only: what a step without `retry` has.
  public static final Retry NEVER = attempts(1);

  public Retry {
    if (attempts < 1 || attempts > ATTEMPTS_MAX) {
      throw new IllegalArgumentException("attempts must be 1 to 1000, are " + attempts);
    }
    if (initialDelay.isNegative() || maxDelay.isNegative() || !(multiplier > 0)) {
      throw new IllegalArgumentException("delays and multiplier must not be negative");
    }
  }

  /// `attempts` tries with the default waits: 1 s, doubled each time, at most 60 s, with jitter.
  public static Retry attempts(int attempts) {
    return new Retry(
        attempts,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        2.0,
        true,
        Optional.empty(),
        Optional.empty());
  }

  /// The wait after `made` attempts (1 or more); `chance` in 0 to 1 is the jitter's draw.
  public Duration delayAfter(int made, double chance) {
    double millis = initialDelay.toNanos() / 1e6 * Math.pow(multiplier, made - 1.0);
    double bounded = Math.min(millis, maxDelay.toNanos() / 1e6);
    return Duration.ofMillis(Math.round(jitter ? bounded * (0.5 + chance) : bounded));
  }
}
