package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;

/// A tuple: a list that prints with round brackets. Its entries may have names.
record Row(List<Value> list, List<String> names) implements Native {

  Row(List<Value> list) {
    this(list, List.of());
  }

  static Row of(Value... values) {
    return new Row(List.of(values));
  }

  @Override
  public Value attribute(String name) {
    int index = names.indexOf(name);
    return index < 0 ? new Undefined(name) : list.get(index);
  }

  @Override
  public Value plain() {
    return new Items(list).plain();
  }

  @Override
  public String kind() {
    return "list";
  }
}
