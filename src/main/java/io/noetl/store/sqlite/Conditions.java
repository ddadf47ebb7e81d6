package io.noetl.store.sqlite;

import io.noetl.store.ExecutionQuery;
import io.noetl.store.LabelColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The conditions of a query with their values: only those that are asked for, so that each can
/// find its index.
final class Conditions {
  /// The set is made once, and each execution looked up in it. The plus keeps the index of paths
  /// out: by it, all that ever ran of these playbooks would be sorted to find the newest.
  private static final String OF_LABELLED =
      "(+path, version) IN (SELECT path, version FROM catalog WHERE %s)"
          .formatted(SqliteCatalog.LABELLED);

  private final List<String> texts = new ArrayList<>();
  private final List<Values> values = new ArrayList<>();

  /// Gives the values of a condition in the order of its marks.
  interface Values {
    void give(Sql sql) throws SQLException;
  }

  /// All but those about ids and time.
  static Conditions of(ExecutionQuery query) {
    var conditions = new Conditions();
    if (!query.phases().isEmpty()) {
      var marks = String.join(", ", Collections.nCopies(query.phases().size(), "?"));
      conditions.add("status IN (" + marks + ")", sql -> phases(sql, query));
    }
    if (!query.path().isEmpty()) {
      conditions.add("path = ?", sql -> sql.text(query.path()));
    }
    if (!query.text().isEmpty()) {
      conditions.add(
          "(instr(path, ?) > 0 OR instr(execution_id, ?) = 1)",
          sql -> sql.text(query.text()).text(query.text()));
    }
    if (query.parent() != 0) {
      conditions.add("parent_execution_id = ?", sql -> sql.number(query.parent()));
    }
    if (!query.labels().isAny()) {
      conditions.add(OF_LABELLED, sql -> sql.text(LabelColumn.wanted(query.labels())));
    }
    return conditions;
  }

  private static void phases(Sql sql, ExecutionQuery query) throws SQLException {
    for (var phase : query.phases()) {
      sql.text(phase.name());
    }
  }

  void add(String text, Values given) {
    texts.add(text);
    values.add(given);
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  String where() {
    return " WHERE " + String.join(" AND ", texts);
  }

  Sql fill(Sql sql) throws SQLException {
    for (var given : values) {
      given.give(sql);
    }
    return sql;
  }
}
