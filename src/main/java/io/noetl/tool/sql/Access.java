package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import java.sql.SQLException;

/// How connections to a kind of database are had. A `T` says where to and as whom.
public interface Access<T, L extends Link> {

  L open(T target) throws SQLException, ToolFailure, InterruptedException;

  /// What is told when no connection could be had.
  ToolFailure refused(T target, SQLException e);

  /// Whether a connection may rest between calls; else it is closed after each.
  default boolean keeps(T target) {
    return true;
  }

  /// Whether its work is done by native code in this process, which holds its thread.
  default boolean isNative(T target) {
    return false;
  }
}
