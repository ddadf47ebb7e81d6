package io.noetl.value;

/// What a name that nothing defines evaluates to; as data it is null, as text it is empty.
///
/// An attribute of an undefined value is undefined too. `path` is the expression that was not
/// found, for messages (`workload.missing`).
public record Undefined(String path) implements View {

  @Override
  public Value attribute(String name) {
    return new Undefined(path + "." + name);
  }

  @Override
  public Value plain() {
    return Null.NULL;
  }

  @Override
  public String kind() {
    return "undefined";
  }
}
