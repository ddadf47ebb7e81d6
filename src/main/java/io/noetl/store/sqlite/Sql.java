package io.noetl.store.sqlite;

import io.noetl.store.Columns;
import io.noetl.store.Micros;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A prepared statement with its parameters given in order. Absent values of the store's contracts
/// (empty texts, id 0) are NULL in the tables.
final class Sql {
  private final PreparedStatement statement;
  private int given;
  private boolean broken;

  Sql(PreparedStatement statement) {
    this.statement = statement;
  }

  Sql afresh() {
    given = 0;
    return this;
  }

  Sql number(long number) throws SQLException {
    statement.setLong(++given, number);
    return this;
  }

  /// NULL for 0.
  Sql id(long id) throws SQLException {
    return id == 0 ? nothing() : number(id);
  }

  /// NULL for [Instant#EPOCH].
  Sql instant(Instant at) throws SQLException {
    return at.equals(Instant.EPOCH) ? nothing() : number(Micros.of(at));
  }

  Sql text(String text) throws SQLException {
    statement.setString(++given, text);
    return this;
  }

  /// NULL if empty.
  Sql words(String text) throws SQLException {
    return text.isEmpty() ? nothing() : text(text);
  }

  Sql bytes(byte[] bytes) throws SQLException {
    statement.setBytes(++given, bytes);
    return this;
  }

  Sql nothing() throws SQLException {
    statement.setNull(++given, Types.NULL);
    return this;
  }

  /// How many rows were changed.
  int run() throws SQLException {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      broken = true;
      throw e;
    }
  }

  /// The driver gives a statement up when it fails once.
  boolean isBroken() {
    return broken;
  }

  <T> List<T> list(Reader<T> reader) throws SQLException {
    return read(reader, Integer.MAX_VALUE);
  }

  <T> Optional<T> first(Reader<T> reader) throws SQLException {
    return read(reader, 1).stream().findFirst();
  }

  private <T> List<T> read(Reader<T> reader, int max) throws SQLException {
    List<T> list = new ArrayList<>();
    try (var rows = statement.executeQuery()) {
      while (list.size() < max && rows.next()) {
        list.add(reader.read(new Row(rows)));
      }
      return list;
    } catch (SQLException e) {
      broken = true;
      throw e;
    }
  }

  /// Makes a value of a row.
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  /// The row at hand; columns are counted from 1.
  record Row(ResultSet set) implements Columns {
    @Override
    public long number(int column) throws SQLException {
      return set.getLong(column);
    }

    @Override
    public int small(int column) throws SQLException {
      return set.getInt(column);
    }

    @Override
    public Instant instant(int column) throws SQLException {
      return Micros.instant(number(column));
    }

    @Override
    public String text(int column) throws SQLException {
      var text = set.getString(column);
      return text == null ? "" : text;
    }

    byte[] bytes(int column) throws SQLException {
      return set.getBytes(column);
    }

    @Override
    public boolean isNull(int column) throws SQLException {
      return set.getObject(column) == null;
    }
  }
}
