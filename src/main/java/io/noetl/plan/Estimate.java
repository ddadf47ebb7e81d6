package io.noetl.plan;

/// How long something may last, and `from` what that is known.
public record Estimate(long millis, String from) {
  /// Of what takes no time.
  public static final Estimate NONE = new Estimate(0, "");

  public Estimate {
    if (millis < 0) {
      throw new IllegalArgumentException("a time cannot be negative: " + millis);
    }
  }
}
