package io.noetl.playbook;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A piece of a playbook as its author wrote it: data that knows its place in the text.
sealed interface Written {

  /// Where it begins.
  Spot spot();

  /// The data without its place.
  Value value();

  /// What it is called in messages: `text`, `number`, `list`, `map` and so on.
  default String kind() {
    return value().kind();
  }

  /// A line and a column of the text, both from 1; the column counts code points.
  record Spot(int line, int column) {}

  /// How a scalar is written.
  enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL,
    FOLDED
  }

  /// The stretch of the text that holds a scalar, in code points from 0.
  record Span(int start, int end, Style style) {}

  /// A text, a number, a truth value or null; `text` is what stands there, quotes and escapes
  /// undone.
  record Scalar(Spot spot, Span span, String text, Value value) implements Written {}

  record Sequence(Spot spot, List<Written> items) implements Written {
    @Override
    public Value value() {
      List<Value> list = new ArrayList<>(items.size());
      items.forEach(item -> list.add(item.value()));
      return new Items(list);
    }

    @Override
    public String kind() {
      return "list";
    }
  }

  record Mapping(Spot spot, List<Entry> entries) implements Written {
    @Override
    public Fields value() {
      Map<String, Value> map = LinkedHashMap.newLinkedHashMap(entries.size());
      entries.forEach(entry -> map.put(entry.name(), entry.value().value()));
      return Fields.copyOf(map);
    }

    @Override
    public String kind() {
      return "map";
    }

    Optional<Entry> find(String name) {
      for (var entry : entries) {
        if (entry.name().equals(name)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }
  }

  /// One key of a map with what it holds.
  record Entry(Scalar key, Written value) {
    String name() {
      return key.text();
    }
  }
}
