package io.noetl.store.postgres;

import java.sql.SQLException;

/// Something to be done with the database.
interface Work<T> {
  T with(Session session) throws SQLException;
}
