package io.noetl.broker;

import io.noetl.value.Null;
import io.noetl.value.Value;

/// A value in an event: in the event itself, or, when it is large, beside it by reference.
public sealed interface Content {
  Content NOTHING = new Inline(Null.NULL);

  /// Whether it is null. Asked often, and records compare by code that each process links anew.
  boolean isNothing();

  /// The value itself.
  record Inline(Value value) implements Content {
    @Override
    public boolean isNothing() {
      return value == Null.NULL;
    }
  }

  /// The name of a stored value of `bytes` bytes of JSON, owned by `execution`.
  record Stored(long execution, String name, long bytes) implements Content {
    @Override
    public boolean isNothing() {
      return false;
    }
  }

  static Content of(Value value) {
    return value == Null.NULL ? NOTHING : new Inline(value);
  }
}
