package io.noetl.job.wire;

/// What came over the wire is not what was agreed upon.
public final class WireError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String field;
  private final String expected;
  private final String found;

  WireError(String field, String expected, String found) {
    super("%s: expected %s, found %s".formatted(field, expected, found));
    this.field = field;
    this.expected = expected;
    this.found = found;
  }

  public String field() {
    return field;
  }

  public String expected() {
    return expected;
  }

  public String found() {
    return found;
  }
}
