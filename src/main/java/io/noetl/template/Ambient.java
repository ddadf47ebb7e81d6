package io.noetl.template;

import java.time.Instant;

/// What a rendering takes from outside: the instant of `now()` and `today()`, the seed of `uuid()`
/// and `random`, and its bounds. The same ambient gives the same text.
///
/// Within one rendering each call of `uuid()` gives another id; two renderings of the same template
/// with the same ambient give the same ids, so give each its own seed.
public record Ambient(Instant now, long seed, Budget budget) {

  public static Ambient of(Instant now, long seed) {
    return new Ambient(now, seed, Budget.DEFAULT);
  }
}
