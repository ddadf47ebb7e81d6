package io.noetl.store.postgres;

import io.noetl.store.Columns;
import io.noetl.store.Portable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/// A prepared statement with its parameters given in order. Absent values of the store's contracts
/// (empty texts, id 0, [Instant#EPOCH]) are NULL in the tables.
final class Sql {
  private final Connection connection;
  private final PreparedStatement statement;
  private int given;

  Sql(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  Sql number(long number) throws SQLException {
    statement.setLong(++given, number);
    return this;
  }

  Sql small(int number) throws SQLException {
    statement.setInt(++given, number);
    return this;
  }

  Sql flag(boolean flag) throws SQLException {
    statement.setBoolean(++given, flag);
    return this;
  }

  /// Characters that no text column keeps become the replacement character.
  Sql text(String text) throws SQLException {
    statement.setString(++given, Portable.cleaned(text));
    return this;
  }

  /// NULL if empty.
  Sql words(String text) throws SQLException {
    return text.isEmpty() ? nothing(Types.VARCHAR) : text(text);
  }

  /// NULL for [Instant#EPOCH].
  Sql instant(Instant at) throws SQLException {
    if (at.equals(Instant.EPOCH)) {
      return nothing(Types.TIMESTAMP_WITH_TIMEZONE);
    }
    statement.setObject(++given, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    return this;
  }

  private Sql nothing(int type) throws SQLException {
    statement.setNull(++given, type);
    return this;
  }

  Sql numbers(long[] numbers) throws SQLException {
    var array = connection.unwrap(PGConnection.class).createArrayOf("int8", numbers);
    statement.setArray(++given, array);
    return this;
  }

  Sql texts(String[] texts) throws SQLException {
    statement.setArray(++given, connection.createArrayOf("text", texts));
    return this;
  }

  /// How many rows were changed.
  int run() throws SQLException {
    try (statement) {
      return statement.executeUpdate();
    }
  }

  <T> List<T> list(Reader<T> reader) throws SQLException {
    List<T> list = new ArrayList<>();
    try (statement;
        var rows = statement.executeQuery()) {
      var row = new Row(rows);
      while (rows.next()) {
        list.add(reader.read(row));
      }
      return list;
    }
  }

  <T> Optional<T> first(Reader<T> reader) throws SQLException {
    return list(reader).stream().findFirst();
  }

  /// The answer of a query that always has one.
  <T> T one(Reader<T> reader) throws SQLException {
    return list(reader).getFirst();
  }

  /// Whether the query finds anything.
  boolean any() throws SQLException {
    return first(_ -> true).isPresent();
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

    boolean flag(int column) throws SQLException {
      return set.getBoolean(column);
    }

    @Override
    public String text(int column) throws SQLException {
      var text = set.getString(column);
      return text == null ? "" : text;
    }

    @Override
    public Instant instant(int column) throws SQLException {
      var at = set.getObject(column, OffsetDateTime.class);
      return at == null ? Instant.EPOCH : at.toInstant();
    }

    List<String> texts(int column) throws SQLException {
      return List.of((String[]) set.getArray(column).getArray());
    }

    /// Numbers of an array of `smallint`.
    List<Integer> smalls(int column) throws SQLException {
      List<Integer> numbers = new ArrayList<>();
      for (var number : (Short[]) set.getArray(column).getArray()) {
        numbers.add((int) number);
      }
      return numbers;
    }

    @Override
    public boolean isNull(int column) throws SQLException {
      return set.getObject(column) == null;
    }
  }
}
