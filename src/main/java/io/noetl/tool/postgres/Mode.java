package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import java.util.Locale;

/// How rows get into a table.
enum Mode {
  INSERT,
  /// Rows whose key is there already are updated.
  UPSERT,
  /// Only rows that are there already are changed.
  UPDATE,
  /// The table holds nothing else afterwards.
  OVERWRITE;

  static Mode of(String word) throws ToolFailure {
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

  boolean needsKey() {
    return this == UPSERT || this == UPDATE;
  }
}
