package io.noetl.value;

/// A piece of text.
public record Text(String text) implements Value {
  public static final Text EMPTY = new Text("");

  public static Text of(String text) {
    return text.isEmpty() ? EMPTY : new Text(text);
  }

  @Override
  public String kind() {
    return "text";
  }

  @Override
  public String toString() {
    return text;
  }
}
