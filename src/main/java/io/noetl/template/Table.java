package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.Collection;
import java.util.Map;

/// A map with keys that are not all texts, such as `{1: 'one'}`; as data its keys are texts.
///
/// `entries` is keyed by what makes two keys equal ([Keys]).
record Table(Map<Value, Entry> entries) implements Native {

  record Entry(Value key, Value value) {}

  Collection<Entry> list() {
    return entries.values();
  }

  @Override
  public Value attribute(String name) {
    var entry = entries.get(io.noetl.value.Text.of(name));
    return entry == null ? new Undefined(name) : entry.value();
  }

  @Override
  public Value plain() {
    var fields = Fields.builder();
    for (var entry : list()) {
      fields.put(Keys.text(entry.key()), entry.value().plain());
    }
    return fields.build();
  }

  @Override
  public String kind() {
    return "map";
  }
}
