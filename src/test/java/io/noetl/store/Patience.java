package io.noetl.store;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what must come about in the end.
public final class Patience {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Patience() {}

  /// Asks until the answer is as it should be.
  public static <T> T until(Supplier<T> question, Predicate<T> isRight) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      var answer = question.get();
      if (isRight.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not right: " + answer);
      }
      Thread.onSpinWait();
    }
  }
}
