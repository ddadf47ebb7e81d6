package io.noetl.tool.python;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// Which codes are quick: a call of theirs takes a process less than a millisecond from the request
/// to the answer, so it hardly waits for anything but a processor. A code is taken for quick until
/// it is known better; one that was slow once must be quick several times.
final class Pace {
  private static final long QUICK_NANOS_MAX = Duration.ofMillis(1).toNanos();

  /// No worker has so many codes at work at once; what is forgotten is learnt again.
  private static final int CODES_MAX = 10_000;

  /// What the calls of the slow ones took of late.
  private final ConcurrentHashMap<Source, Long> slow = new ConcurrentHashMap<>();

  boolean isQuick(Source code) {
    return slow.isEmpty() || !slow.containsKey(code);
  }

  /// A call has ended that took `nanos`.
  void took(Source code, long nanos) {
    if (nanos >= QUICK_NANOS_MAX) {
      takes(code, nanos);
    } else if (!slow.isEmpty()) {
      slow.computeIfPresent(
          code, (_, before) -> before / 2 < QUICK_NANOS_MAX ? null : Long.valueOf(before / 2));
    }
  }

  /// A call takes `nanos`, and may take longer.
  void takes(Source code, long nanos) {
    if (slow.size() >= CODES_MAX) {
      slow.clear();
    }
    slow.merge(code, nanos, (before, now) -> Math.max(before / 2, now));
  }
}
