package io.noetl.tool.duckdb;

import io.noetl.tool.sql.Name;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What type a column must have to hold all values that it is to hold.
sealed interface Shape {
  /// Deeper than this, and with more fields, a value stays JSON.
  int DEPTH_MAX = 16;

  int FIELDS_MAX = 1000;
  int HUGEINT_BITS = 127;

  /// A value without parts; the later one holds what the one before it does, up to DOUBLE.
  enum Plain implements Shape {
    /// Only null so far.
    NOTHING,
    BOOLEAN,
    BIGINT,
    HUGEINT,
    DOUBLE,
    VARCHAR,
    JSON;

    @Override
    public String type() {
      return this == NOTHING ? "VARCHAR" : name();
    }

    @Override
    public Value structure() {
      return Text.of(type());
    }
  }

  /// A list of such.
  record ListOf(Shape element) implements Shape {
    @Override
    public String type() {
      return element.type() + "[]";
    }

    @Override
    public Value structure() {
      return Items.of(element.structure());
    }
  }

  /// A map with these names.
  record StructOf(Map<String, Shape> fields) implements Shape {
    @Override
    public String type() {
      return fields.entrySet().stream()
          .map(field -> Name.quoted(field.getKey()) + " " + field.getValue().type())
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    @Override
    public Value structure() {
      var structure = Fields.builder();
      fields.forEach((name, shape) -> structure.put(name, shape.structure()));
      return structure.build();
    }
  }

  /// DuckDB's word for it.
  String type();

  /// The same as its JSON functions have it: `{"a": ["BIGINT"]}`.
  Value structure();

  /// How far the types of lists and maps are looked into.
  enum Depth {
    /// They are JSON: what comes later may be of another form.
    FLAT,
    /// They have types of their own: nothing comes later.
    NESTED
  }

  static Shape of(Value value, Depth depth) {
    return of(value, depth, 0);
  }

  private static Shape of(Value value, Depth depth, int level) {
    return switch (value) {
      case Null _ -> Plain.NOTHING;
      case Bool _ -> Plain.BOOLEAN;
      case Num.Int _ -> Plain.BIGINT;
      case Num.Big(var it) -> it.bitLength() < HUGEINT_BITS ? Plain.HUGEINT : Plain.DOUBLE;
      case Num.Real _ -> Plain.DOUBLE;
      case Text _ -> Plain.VARCHAR;
      case Items items when depth == Depth.NESTED && level < DEPTH_MAX ->
          items.list().stream()
              .map(item -> of(item, depth, level + 1))
              .reduce(Plain.NOTHING, Shape::and)
              .inList();
      case Fields fields when depth == Depth.NESTED && isStruct(fields, level) -> {
        var shapes = new LinkedHashMap<String, Shape>();
        fields.forEach((name, each) -> shapes.put(name, of(each, depth, level + 1)));
        yield new StructOf(shapes);
      }
      case Items _, Fields _ -> Plain.JSON;
      case View view -> of(view.plain(), depth, level);
    };
  }

  private static boolean isStruct(Fields fields, int level) {
    return level < DEPTH_MAX
        && !fields.isEmpty()
        && fields.size() <= FIELDS_MAX
        // DuckDB does not tell names by their case.
        && fields.names().stream()
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .distinct()
                .count()
            == fields.size();
  }

  private ListOf inList() {
    return new ListOf(this);
  }

  /// The shape that holds what both hold.
  default Shape and(Shape other) {
    if (equals(other) || other == Plain.NOTHING) {
      return this;
    }
    if (this == Plain.NOTHING) {
      return other;
    }
    if (this instanceof ListOf(var one) && other instanceof ListOf(var another)) {
      return new ListOf(one.and(another));
    }
    if (this instanceof StructOf(var some) && other instanceof StructOf(var others)) {
      var all = new LinkedHashMap<>(some);
      others.forEach((name, shape) -> all.merge(name, shape, Shape::and));
      boolean isStruct =
          all.size() <= FIELDS_MAX
              && all.keySet().stream()
                      .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                      .distinct()
                      .count()
                  == all.size();
      return isStruct ? new StructOf(all) : Plain.JSON;
    }
    if (this instanceof Plain one && other instanceof Plain another) {
      return plain(one, another);
    }
    return Plain.JSON;
  }

  private static Plain plain(Plain one, Plain other) {
    if (one == Plain.JSON || other == Plain.JSON) {
      return Plain.JSON;
    }
    boolean areNumbers = isNumber(one) && isNumber(other);
    return areNumbers ? (one.compareTo(other) > 0 ? one : other) : Plain.VARCHAR;
  }

  private static boolean isNumber(Plain plain) {
    return plain.compareTo(Plain.BIGINT) >= 0 && plain.compareTo(Plain.DOUBLE) <= 0;
  }
}
