package io.noetl.store.postgres;

import io.noetl.broker.Phase;
import io.noetl.store.ExecutionQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The conditions of a query with their values: only those that are asked for, so that each can
/// find its index.
final class Conditions {
  /// IS TRUE keeps it a set that is made once, in which each execution is looked up. As a join it
  /// would be planned by a guess how many playbooks have the labels; where that is far too low,
  /// each of them reads its path's executions anew.
  private static final String OF_LABELLED =
      "(path, version) IN (SELECT path, version FROM noetl.catalog WHERE %s) IS TRUE"
          .formatted(PostgresCatalog.LABELLED);

  private final List<String> texts = new ArrayList<>();
  private final List<Values> values = new ArrayList<>();

  /// Gives the values of a condition in the order of its marks.
  interface Values {
    void give(Sql sql) throws SQLException;
  }

  /// All but those about ids, time and path.
  static Conditions of(ExecutionQuery query) {
    var conditions = new Conditions();
    if (!query.phases().isEmpty()) {
      var names = query.phases().stream().map(Phase::name).toArray(String[]::new);
      conditions.add("status = ANY (?)", sql -> sql.texts(names));
    }
    if (!query.phases().isEmpty() && query.phases().stream().noneMatch(Phase::isFinal)) {
      conditions.add("ended_at IS NULL", _ -> {});
    }
    if (!query.text().isEmpty()) {
      conditions.add(
          "(strpos(path, ?) > 0 OR starts_with(execution_id::text, ?))",
          sql -> sql.text(query.text()).text(query.text()));
    }
    if (query.parent() != 0) {
      conditions.add("parent_execution_id = ?", sql -> sql.number(query.parent()));
    }
    if (!query.labels().isAny()) {
      conditions.add(OF_LABELLED, sql -> PostgresCatalog.giveLabels(sql, query.labels()));
    }
    return conditions;
  }

  void add(String text, Values given) {
    texts.add(text);
    values.add(given);
  }

  String text() {
    return String.join(" AND ", texts);
  }

  /// Empty if there are none.
  String where() {
    return texts.isEmpty() ? "" : " WHERE " + text();
  }

  Sql fill(Sql sql) throws SQLException {
    for (var given : values) {
      given.give(sql);
    }
    return sql;
  }
}
