package io.noetl.tool.duckdb;

import io.noetl.tool.sql.Name;
import io.noetl.tool.sql.Texts;
import io.noetl.value.Bool;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A column of a table, with its type as DuckDB writes it; `structure` is how its lists and maps
/// are read from JSON where they were looked into, else empty.
record Column(String name, String type, String structure) {
  private static final Set<String> WHOLE =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT");

  /// Beyond this a real number is no whole one any more.
  private static final double EXACT_MAX = 1e15;

  Column(String name, String type) {
    this(name, type, "");
  }

  /// A column that holds all values of that shape.
  static Column of(String name, Shape shape) {
    return shape instanceof Shape.Plain
        ? new Column(name, shape.type())
        : new Column(name, shape.type(), Json.write(shape.structure()));
  }

  String quoted() {
    return Name.quoted(name);
  }

  /// The text that means `value` in this column; null is NULL.
  @Nullable String text(Value value) {
    if (value == Null.NULL) {
      return null;
    }
    if (type.equals("JSON")) {
      return Texts.json(value);
    }
    return WHOLE.contains(type) ? whole(value) : Texts.plain(value);
  }

  /// What makes the column's value of the text in `stage`.
  String converted(String stage) {
    return structure.isEmpty()
        ? ForeignTypes.converted(stage, type)
        : "from_json(CAST(%s AS JSON), %s)".formatted(stage, Quoting.literal(structure));
  }

  private static String whole(Value value) {
    return switch (value) {
      case Num.Real(var number) when number == Math.rint(number) && Math.abs(number) < EXACT_MAX ->
          Long.toString((long) number);
      case Bool truth -> truth.isTrue() ? "1" : "0";
      default -> Texts.plain(value);
    };
  }
}
