package io.noetl.store.sqlite;

import java.sql.SQLException;

/// Something to be done with the database.
interface Work<T> {
  T with(Session session) throws SQLException;
}
