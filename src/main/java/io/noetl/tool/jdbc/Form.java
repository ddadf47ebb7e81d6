package io.noetl.tool.jdbc;

import io.noetl.value.Bool;
import io.noetl.value.Fields;

/// How the results of a call's statements are laid out.
enum Form {
  /// `{command_0: {status, rows, row_count, columns}, command_1: {status, row_count, message}}`.
  JDBC("command_"),
  /// `{statement_0: {status, row_count, result, query, columns}, statement_1: {status,
  /// rows_affected, row_count, message, query}}`.
  SNOWFLAKE("statement_");

  private final String prefix;

  Form(String prefix) {
    this.prefix = prefix;
  }

  String name(int place) {
    return prefix + place;
  }

  Fields rows(Rows rows, String query) {
    var entry = Fields.builder().put("status", "success");
    switch (this) {
      case JDBC -> entry.put("rows", rows.list()).put("row_count", rows.rows().size());
      case SNOWFLAKE ->
          entry
              .put("row_count", rows.rows().size())
              .put("result", rows.list())
              .put("query", Trouble.shortened(query));
    }
    entry.put("columns", rows.names());
    if (rows.truncated()) {
      entry.put("truncated", Bool.TRUE);
    }
    return entry.build();
  }

  /// `count` is -1 where there is nothing to count.
  Fields count(long count, String query) {
    var entry = Fields.builder().put("status", "success");
    if (this == SNOWFLAKE) {
      entry.put("rows_affected", Math.max(0, count));
    }
    entry.put("row_count", count).put("message", message(count));
    if (this == SNOWFLAKE) {
      entry.put("query", Trouble.shortened(query));
    }
    return entry.build();
  }

  private static String message(long count) {
    if (count < 0) {
      return "done";
    }
    return count == 1 ? "1 row affected" : count + " rows affected";
  }
}
