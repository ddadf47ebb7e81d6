package io.noetl.broker;

import io.noetl.value.Value;
import java.util.Map;

/// The stored values that a decision may have to look at, loaded beforehand, by name.
public record Contents(Map<Content.Stored, Value> loaded) {
  public static final Contents NONE = new Contents(Map.of());

  /// The value of `content`. A stored one that was not loaded is a bug of the caller.
  Value of(Content content) {
    return switch (content) {
      case Content.Inline(var value) -> value;
      case Content.Stored stored -> {
        var value = loaded.get(stored);
        if (value == null) {
          throw new IllegalStateException("the stored value %s was not loaded".formatted(stored));
        }
        yield value;
      }
    };
  }
}
