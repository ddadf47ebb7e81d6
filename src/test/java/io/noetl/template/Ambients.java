package io.noetl.template;

import java.time.Instant;

/// What renderings in tests take from outside.
final class Ambients {
  static final Ambient PLAIN = Ambient.of(Instant.parse("2026-01-02T03:04:05.123456Z"), 7);

  private Ambients() {}

  /// With a budget that hostile templates use up at once.
  static Ambient with(Budget budget) {
    return new Ambient(PLAIN.now(), PLAIN.seed(), budget);
  }
}
