package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import java.util.Locale;

/// How rows get into a table.
public enum Mode {
  INSERT,
  /// Rows whose key is there already are updated.
  UPSERT,
  /// Only rows that are there already are changed.
  UPDATE,
  /// The table holds nothing else afterwards.
  OVERWRITE;

  public static Mode of(String word) throws ToolFailure {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "", "insert", "append" -> INSERT;
      case "upsert" -> UPSERT;
      case "update" -> UPDATE;
      case "overwrite" -> OVERWRITE;
      default ->
          throw ToolFailure.invalid(
              "save",
              "'mode: %s' is none of insert, append, upsert, update, overwrite".formatted(word));
    };
  }

  public boolean needsKey() {
    return this == UPSERT || this == UPDATE;
  }
}
