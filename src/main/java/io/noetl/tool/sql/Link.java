package io.noetl.tool.sql;

import java.sql.SQLException;

/// A connection that calls use one after the other.
public interface Link {
  boolean isValid(int seconds) throws SQLException;

  boolean isClosed() throws SQLException;

  /// Asks the database to end the statement that runs, if one does; may be asked again and again.
  void cancel() throws SQLException;

  /// Gives it up, whatever runs on it.
  void abort() throws SQLException;

  void close() throws SQLException;
}
