package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values as sequences (what a loop goes through) and as maps.
final class Sequences {
  private Sequences() {}

  /// The entries of a list, the keys of a map, the characters of a text; nothing where undefined.
  static List<Value> of(Frame frame, Value value) {
    return switch (value) {
      case Items(var list) -> list;
      case Row row -> row.list();
      case Undefined _ -> List.of();
      case Fields fields -> keys(frame, fields);
      case Table table -> table.list().stream().map(Table.Entry::key).toList();
      case Text(var text) -> characters(frame, text);
      default -> {
        var bare = Native.bare(value);
        if (bare != value) {
          yield of(frame, bare);
        }
        throw Operands.unfit(frame, "a list", value);
      }
    };
  }

  private static List<Value> keys(Frame frame, Fields fields) {
    frame.step(fields.size() / 4);
    List<Value> keys = new ArrayList<>(fields.size());
    fields.names().forEach(name -> keys.add(Text.of(name)));
    return keys;
  }

  private static List<Value> characters(Frame frame, String text) {
    frame.step(text.length());
    List<Value> characters = new ArrayList<>(text.length());
    text.codePoints().forEach(code -> characters.add(Text.of(Character.toString(code))));
    return characters;
  }

  /// How many entries or characters a value has.
  static long size(Frame frame, Value value) {
    return switch (Native.bare(value)) {
      case Text(var text) -> Chars.length(text);
      case Items(var list) -> list.size();
      case Fields fields -> fields.size();
      case Row row -> row.list().size();
      case Table table -> table.entries().size();
      case Bytes bytes -> bytes.size();
      case Undefined _ -> 0;
      case Value other -> throw Operands.unfit(frame, "a list, map or text", other);
    };
  }

  static boolean isMap(Value value) {
    var bare = Native.bare(value);
    return bare instanceof Fields || bare instanceof Table;
  }

  /// The entries of a map.
  static List<Table.Entry> entries(Frame frame, Value value) {
    return switch (Native.bare(value)) {
      case Fields fields -> {
        frame.step(fields.size() / 4);
        List<Table.Entry> entries = new ArrayList<>(fields.size());
        fields.forEach((name, each) -> entries.add(new Table.Entry(Text.of(name), each)));
        yield entries;
      }
      case Table table -> List.copyOf(table.list());
      case Namespace namespace -> entries(frame, namespace.plain());
      case Value other -> throw Operands.unfit(frame, "a map", other);
    };
  }

  /// A map of these entries: later ones win, and keep the place of the first.
  static Value map(Frame frame, List<Table.Entry> entries) {
    frame.step(entries.size() / 4);
    boolean plain = true;
    for (var entry : entries) {
      plain &= entry.key() instanceof Text;
    }
    return plain ? fields(entries) : table(frame, entries);
  }

  private static Fields fields(List<Table.Entry> entries) {
    var fields = Fields.builder();
    for (var entry : entries) {
      if (entry.key() instanceof Text(var name)) {
        fields.put(name, entry.value());
      }
    }
    return fields.build();
  }

  private static Table table(Frame frame, List<Table.Entry> entries) {
    Map<Value, Table.Entry> map = new LinkedHashMap<>();
    for (var entry : entries) {
      var key = entry.key();
      if (key instanceof Items || isMap(key)) {
        throw frame.error("%s cannot be a key".formatted(Operands.named(key)));
      }
      map.merge(Keys.of(frame, key), entry, (old, now) -> new Table.Entry(old.key(), now.value()));
    }
    return new Table(map);
  }

  static Items rows(List<Table.Entry> entries) {
    List<Value> rows = new ArrayList<>(entries.size());
    for (var entry : entries) {
      rows.add(Row.of(entry.key(), entry.value()));
    }
    return new Items(rows);
  }
}
