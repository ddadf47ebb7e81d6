package io.noetl.playbook;

/// A position in a playbook's text; line and column count from 1.
public record Place(String file, int line, int column) {
  public static final Place NOWHERE = new Place("", 1, 1);

  @Override
  public String toString() {
    return "%s:%d:%d".formatted(file, line, column);
  }
}
