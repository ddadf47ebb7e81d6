package io.noetl.tool.postgres;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.postgresql.util.PGobject;

/// Binds values to placeholders, so that each counts for what a literal would: a number has its
/// type, a text takes the type that its place wants (a date, a uuid, an enum), a map is jsonb, a
/// list is an array, or JSON where its place wants that.
final class Binding {
  private Binding() {}

  static void bind(PreparedStatement statement, List<Value> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(statement, i + 1, values.get(i));
    }
    if (values.stream().anyMatch(Items.class::isInstance)) {
      bindLists(statement, values);
    }
  }

  private static void bind(PreparedStatement statement, int place, Value value)
      throws SQLException {
    switch (value) {
      case Null _, Items _ -> statement.setNull(place, Types.NULL);
      case Bool truth -> statement.setBoolean(place, truth.isTrue());
      case Num number -> bind(statement, place, number);
      case Text(var text) -> statement.setString(place, text);
      case Fields fields -> statement.setObject(place, jsonb(fields));
      case View view -> bind(statement, place, view.plain());
    }
  }

  private static void bind(PreparedStatement statement, int place, Num number) throws SQLException {
    switch (number) {
      case Num.Int(var it) when it == (int) it -> statement.setInt(place, (int) it);
      case Num.Int(var it) -> statement.setLong(place, it);
      case Num.Big(var it) -> statement.setBigDecimal(place, new BigDecimal(it));
      case Num.Real(var it) when Double.isFinite(it) ->
          statement.setBigDecimal(place, BigDecimal.valueOf(it));
      case Num.Real(var it) -> statement.setDouble(place, it);
    }
  }

  private static PGobject jsonb(Value value) throws SQLException {
    var json = new PGobject();
    json.setType("jsonb");
    json.setValue(Json.write(value));
    return json;
  }

  /// Asks the server what it takes each list for: one round trip more, for those who need it.
  private static void bindLists(PreparedStatement statement, List<Value> values)
      throws SQLException {
    var wanted = statement.getParameterMetaData();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Items items) {
        boolean isJson = wanted.getParameterTypeName(i + 1).startsWith("json");
        statement.setString(i + 1, isJson ? Json.write(items) : ArrayText.write(items));
      }
    }
  }
}
