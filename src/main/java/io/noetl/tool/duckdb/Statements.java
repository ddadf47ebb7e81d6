package io.noetl.tool.duckdb;

import io.noetl.tool.sql.Query;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/// Runs statements. Rows must be streamed, since DuckDB counts a result that it keeps towards no
/// limit of memory; but when a streamed result fails at its beginning the driver loses the reason.
/// So what gives no rows is run in the way that keeps it, and for the rest it is asked for anew.
final class Statements {
  private static final String LOST = "Invalid result set";
  private static final String COUNT = "Count";

  private Statements() {}

  /// How many rows were changed, or -1 where that cannot be told.
  static long run(DuckDBConnection connection, String sql, List<Value> values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      Binding.bind(statement, values);
      try (var result = statement.unwrap(DuckDBPreparedStatement.class).query()) {
        boolean counts =
            result.columnCount() == 1 && result.columnName(0).equals(COUNT) && result.nextChunk();
        return counts && result.chunk().vector(0).getType() == DuckDBColumnType.BIGINT
            ? result.chunk().vector(0).getLong(0)
            : -1;
      }
    }
  }

  static long run(DuckDBConnection connection, String sql) throws SQLException {
    return run(connection, sql, List.of());
  }

  static boolean isLost(SQLException e) {
    return String.valueOf(e.getMessage()).contains(LOST);
  }

  /// Why the last of `queries` fails, after the others, in a transaction that is rolled back.
  static SQLException reason(
      DuckDBConnection connection, List<Query> queries, SQLException failure) {
    try {
      run(connection, "ROLLBACK");
    } catch (SQLException e) {
      // There was none.
    }
    try {
      run(connection, "BEGIN TRANSACTION");
      for (var query : queries) {
        run(connection, query.jdbc(), query.values());
      }
      return failure;
    } catch (SQLException e) {
      return e;
    } finally {
      try {
        run(connection, "ROLLBACK");
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
