package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Name;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Asks a database what a table looks like.
///
/// A table is asked for by a query without rows, and not in the catalog, whose forms differ and
/// take names for patterns.
final class Tables {
  private static final String NO_SUCH_TABLE = "42P01";

  /// All that a name may be where the database has no quotes for names.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Tables() {}

  /// Looks for it as it is written and, as SQL would have it, in the case that the database stores.
  static Table describe(Connection connection, Target target, Name name)
      throws SQLException, ToolFailure {
    var about = connection.getMetaData();
    var quote = quote(about);
    var spellings = new LinkedHashSet<List<String>>();
    spellings.add(name.parts().stream().map(Name.Part::text).toList());
    spellings.add(name.parts().stream().map(part -> stored(about, part)).toList());
    var troubles = new ArrayList<SQLException>();
    for (var parts : spellings) {
      requirePlain(parts, quote);
      var prefix = new StringBuilder();
      for (var part : parts.subList(0, parts.size() - 1)) {
        prefix.append(Table.quoted(part, quote)).append('.');
      }
      try {
        return describe(connection, prefix.toString(), parts.getLast(), quote);
      } catch (SQLException e) {
        if (Trouble.isLostConnection(e)) {
          throw e;
        }
        troubles.add(e);
      }
    }
    throw ToolFailure.error(
        NO_SUCH_TABLE,
        "there is no table %s in %s that can be used: %s"
            .formatted(name.quoted(), target, Trouble.message(troubles.getLast())));
  }

  /// A blank stands for a database that has none.
  private static String quote(DatabaseMetaData about) throws SQLException {
    var quote = about.getIdentifierQuoteString();
    return quote == null ? "" : quote.strip();
  }

  private static String stored(DatabaseMetaData about, Name.Part part) {
    try {
      if (!part.exact() && about.storesUpperCaseIdentifiers()) {
        return part.text().toUpperCase(Locale.ROOT);
      }
      return !part.exact() && about.storesLowerCaseIdentifiers() ? part.folded() : part.text();
    } catch (SQLException e) {
      return part.text(); // It does not tell: then it is as it is written.
    }
  }

  private static void requirePlain(List<String> parts, String quote) throws ToolFailure {
    for (var part : parts) {
      if (quote.isEmpty() && !PLAIN.matcher(part).matches()) {
        throw ToolFailure.invalid(
            "save",
            "'%s' cannot be a name here, since this database has no quotes for names"
                .formatted(part));
      }
    }
  }

  private static Table describe(Connection connection, String prefix, String name, String quote)
      throws SQLException {
    var columns = new ArrayList<Column>();
    var sql = "SELECT * FROM %s WHERE 1 = 0".formatted(prefix + Table.quoted(name, quote));
    try (var statement = connection.createStatement();
        var none = statement.executeQuery(sql)) {
      var about = none.getMetaData();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        columns.add(Column.of(about, i, about.getColumnName(i)));
      }
    }
    return new Table(prefix, name, quote, columns);
  }
}
