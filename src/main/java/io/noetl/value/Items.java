package io.noetl.value;

import java.util.Iterator;
import java.util.List;

/// An ordered list of values.
public record Items(List<Value> list) implements Value, Iterable<Value> {
  public static final Items EMPTY = new Items(List.of());

  public Items {
    list = List.copyOf(list);
  }

  public static Items of(Value... values) {
    return new Items(List.of(values));
  }

  public int size() {
    return list.size();
  }

  public Value get(int index) {
    return list.get(index);
  }

  @Override
  public Iterator<Value> iterator() {
    return list.iterator();
  }

  @Override
  public String kind() {
    return "list";
  }

  @Override
  public Value plain() {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).plain() != list.get(i)) {
        return new Items(list.stream().map(Value::plain).toList());
      }
    }
    return this;
  }
}
