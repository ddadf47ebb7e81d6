package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Texts;
import io.noetl.value.Bool;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.Base64;
import java.util.HexFormat;

/// A column of a table. `type` and `category` are those of `pg_type`, of a domain those that it
/// builds on.
record Column(String name, String type, char category) {
  private static final char ARRAY = 'A';

  /// The text that means `value` in this column; the server reads it as the column's type.
  String text(Value value) throws ToolFailure {
    if (category == ARRAY) {
      return value instanceof Items items ? ArrayText.write(items) : Texts.plain(value);
    }
    return switch (type) {
      case "json", "jsonb" -> Texts.json(value);
      case "bytea" -> bytes(value);
      case "int2", "int4", "int8" -> whole(value);
      default -> Texts.plain(value);
    };
  }

  /// Base64, as the tool reads bytes, or hexadecimal after `\x`.
  private String bytes(Value value) throws ToolFailure {
    var text = Texts.plain(value);
    if (text.startsWith("\\x")) {
      return text;
    }
    try {
      return "\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw ToolFailure.invalid(
          "save", "column %s takes bytes as base64, or as \\x and hexadecimal".formatted(name));
    }
  }

  private static String whole(Value value) {
    return switch (value) {
      case Num.Real(var number) when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString((long) number);
      case Bool truth -> truth.isTrue() ? "1" : "0";
      default -> Texts.plain(value);
    };
  }
}
