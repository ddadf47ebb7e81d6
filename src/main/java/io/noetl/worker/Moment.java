package io.noetl.worker;

import io.noetl.template.Ambient;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// The worker's clock and chance, for templates that only it renders.
final class Moment {
  private Moment() {}

  static Ambient now() {
    return Ambient.of(Instant.now(), ThreadLocalRandom.current().nextLong());
  }
}
