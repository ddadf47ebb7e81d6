package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Name;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A table as the database describes it.
record Table(String schema, String name, List<Column> columns) {
  Table {
    columns = List.copyOf(columns);
  }

  String quoted() {
    return Name.quoted(schema) + "." + Name.quoted(name);
  }

  boolean hasAll(Collection<String> names) {
    return names.stream().allMatch(name -> find(name).isPresent());
  }

  /// The column of that name, else the one that has it in lower case.
  private Optional<Column> find(String wanted) {
    var folded = wanted.toLowerCase(Locale.ROOT);
    return columns.stream()
        .filter(column -> column.name().equals(wanted))
        .findFirst()
        .or(() -> columns.stream().filter(column -> column.name().equals(folded)).findFirst());
  }

  Column column(String wanted) throws ToolFailure {
    return find(wanted).orElseThrow(() -> missing(wanted));
  }

  private ToolFailure missing(String wanted) {
    return ToolFailure.error(
        "42703",
        "the table %s.%s has no column '%s'; it has %s"
            .formatted(
                schema,
                name,
                wanted,
                String.join(", ", columns.stream().map(Column::name).toList())));
  }
}
