package io.noetl.value;

/// The absence of data, JSON's `null`.
public enum Null implements Value {
  NULL;

  @Override
  public String kind() {
    return "null";
  }
}
