package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A table as the database describes it. `prefix` is what stands before names of the same schema;
/// `quote` is what names stand in, empty where they stand as they are.
record Table(String prefix, String name, String quote, List<Column> columns) {
  Table {
    columns = List.copyOf(columns);
  }

  /// As it stands in SQL.
  String quoted() {
    return prefix + quoted(name, quote);
  }

  String quoted(Column column) {
    return quoted(column.name(), quote);
  }

  /// The columns in the `form` (`%s = ?`), between commas.
  String list(List<Column> some, String form) {
    return some.stream()
        .map(column -> form.formatted(quoted(column)))
        .collect(Collectors.joining(", "));
  }

  static String quoted(String name, String quote) {
    return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
  }

  boolean hasAll(Collection<String> names) {
    return names.stream().allMatch(name -> find(name).isPresent());
  }

  /// The column of that name, else the one that has it in other case.
  private Optional<Column> find(String wanted) {
    return columns.stream()
        .filter(column -> column.name().equals(wanted))
        .findFirst()
        .or(
            () -> {
              var alike =
                  columns.stream().filter(column -> isAlike(column.name(), wanted)).toList();
              return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
            });
  }

  private static boolean isAlike(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  Column column(String wanted) throws ToolFailure {
    return find(wanted).orElseThrow(() -> missing(wanted));
  }

  private ToolFailure missing(String wanted) {
    return ToolFailure.error(
        "42703",
        "the table %s has no column '%s'; it has %s"
            .formatted(
                quoted(), wanted, String.join(", ", columns.stream().map(Column::name).toList())));
  }
}
