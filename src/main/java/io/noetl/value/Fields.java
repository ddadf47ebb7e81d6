package io.noetl.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A map from names to values that keeps the order in which the names were given.
public final class Fields implements Value {
  public static final Fields EMPTY = new Fields(Map.of());

  private final Map<String, Value> map;

  private Fields(Map<String, Value> map) {
    this.map = map;
  }

  public static Fields of(String name, Value value) {
    return new Fields(Map.of(name, value));
  }

  public static Fields of(String name1, Value value1, String name2, Value value2) {
    return builder().put(name1, value1).put(name2, value2).build();
  }

  /// A copy of `map`, in its order.
  public static Fields copyOf(Map<String, ? extends Value> map) {
    return map.isEmpty() ? EMPTY : new Fields(new LinkedHashMap<>(map));
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The value under `name`, or [Null#NULL] where there is none.
  public Value get(String name) {
    return map.getOrDefault(name, Null.NULL);
  }

  /// The value under `name`, if the name is there (its value may still be null).
  public Optional<Value> find(String name) {
    return Optional.ofNullable(map.get(name));
  }

  /// The value under `name`, or `absent` where there is none.
  public Value getOr(String name, Value absent) {
    return map.getOrDefault(name, absent);
  }

  public boolean has(String name) {
    return map.containsKey(name);
  }

  public int size() {
    return map.size();
  }

  public boolean isEmpty() {
    return map.isEmpty();
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(map.keySet());
  }

  public Map<String, Value> asMap() {
    return Collections.unmodifiableMap(map);
  }

  public void forEach(BiConsumer<? super String, ? super Value> action) {
    map.forEach(action);
  }

  /// This map with one entry set or replaced.
  public Fields with(String name, Value value) {
    return toBuilder().put(name, value).build();
  }

  public Fields without(String name) {
    if (!has(name)) {
      return this;
    }
    var copy = new LinkedHashMap<>(map);
    copy.remove(name);
    return new Fields(copy);
  }

  /// This map with the entries of `other` laid over it (theirs win).
  public Fields overlaid(Fields other) {
    if (other.isEmpty()) {
      return this;
    }
    return isEmpty() ? other : toBuilder().putAll(other).build();
  }

  public Builder toBuilder() {
    return new Builder().putAll(this);
  }

  @Override
  public String kind() {
    return "map";
  }

  @Override
  public Value plain() {
    for (var value : map.values()) {
      if (value.plain() != value) {
        var copy = new LinkedHashMap<String, Value>();
        map.forEach((name, each) -> copy.put(name, each.plain()));
        return new Fields(copy);
      }
    }
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields fields && map.equals(fields.map);
  }

  @Override
  public int hashCode() {
    return map.hashCode();
  }

  @Override
  public String toString() {
    return map.toString();
  }

  /// Collects entries; a name given twice keeps its place and takes the later value.
  public static final class Builder {
    /// Made for the first entry: many builders get none.
    private @Nullable Map<String, Value> map;

    private Builder() {}

    public Builder put(String name, Value value) {
      map().put(name, value);
      return this;
    }

    public Builder put(String name, String text) {
      return put(name, Text.of(text));
    }

    public Builder put(String name, long number) {
      return put(name, Num.of(number));
    }

    public Builder put(String name, boolean truth) {
      return put(name, Bool.of(truth));
    }

    public Builder putAll(Fields fields) {
      if (!fields.isEmpty()) {
        map().putAll(fields.map);
      }
      return this;
    }

    private Map<String, Value> map() {
      var known = map;
      if (known == null) {
        known = new LinkedHashMap<>();
        map = known;
      }
      return known;
    }

    /// The collected map; the builder starts anew.
    public Fields build() {
      var built = map;
      map = null;
      return built == null ? EMPTY : new Fields(built);
    }
  }
}
