package io.noetl.value;

/// A truth value.
public enum Bool implements Value {
  FALSE,
  TRUE;

  public static Bool of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  public boolean isTrue() {
    return this == TRUE;
  }

  @Override
  public String kind() {
    return "boolean";
  }
}
