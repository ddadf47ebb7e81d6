package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// What `namespace()` makes: the one thing whose entries a template may set from within a loop.
final class Namespace implements Native {
  private final Map<String, Value> map;

  Namespace(Map<String, Value> map) {
    this.map = new LinkedHashMap<>(map);
  }

  void put(String name, Value value) {
    map.put(name, value);
  }

  @Override
  public Value attribute(String name) {
    var value = map.get(name);
    return value == null ? new Undefined(name) : value;
  }

  @Override
  public Value plain() {
    return Fields.copyOf(map).plain();
  }

  @Override
  public String kind() {
    return "namespace";
  }
}
