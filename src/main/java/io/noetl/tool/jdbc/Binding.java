package io.noetl.tool.jdbc;

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

/// Binds values to placeholders of which nothing is known: numbers and booleans as such, maps and
/// lists as JSON text.
final class Binding {
  private Binding() {}

  static void bind(PreparedStatement statement, List<Value> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(statement, i + 1, values.get(i));
    }
  }

  static void bind(PreparedStatement statement, int place, Value value) throws SQLException {
    switch (value) {
      case Null _ -> statement.setNull(place, Types.NULL);
      case Bool truth -> statement.setBoolean(place, truth.isTrue());
      case Num.Int(var it) when it == (int) it -> statement.setInt(place, (int) it);
      case Num.Int(var it) -> statement.setLong(place, it);
      case Num.Big(var it) -> statement.setBigDecimal(place, new BigDecimal(it));
      case Num.Real(var it) -> statement.setDouble(place, it);
      case Text(var text) -> statement.setString(place, text);
      case Fields _, Items _ -> statement.setString(place, Json.write(value));
      case View view -> bind(statement, place, view.plain());
    }
  }
}
