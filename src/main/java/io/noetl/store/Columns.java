package io.noetl.store;

import io.noetl.broker.Phase;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.sql.SQLException;
import java.time.Instant;

/// A row that a database gave, its columns counted from 1, and the records that such rows make. The
/// stores write their tables in dialects of their own, but select the same columns in this order.
public interface Columns {
  /// 0 for NULL.
  long number(int column) throws SQLException;

  /// 0 for NULL.
  int small(int column) throws SQLException;

  /// Empty for NULL.
  String text(int column) throws SQLException;

  /// [Instant#EPOCH] for NULL.
  Instant instant(int column) throws SQLException;

  boolean isNull(int column) throws SQLException;

  /// id, path, version, phase, parent, start, end, last event, progress, owner.
  default ExecutionRow execution() throws SQLException {
    return new ExecutionRow(
        number(1),
        new PlaybookRef(text(2), small(3)),
        Phase.valueOf(text(4)),
        number(5),
        instant(6),
        instant(7),
        number(8),
        small(9),
        text(10));
  }

  /// The columns of the table of events but its first, the execution.
  default EventRow event(long execution) throws SQLException {
    return new EventRow(
        execution,
        number(1),
        number(2),
        number(3),
        number(4),
        instant(5),
        text(6),
        text(7),
        text(8),
        text(9),
        text(10),
        text(11),
        text(12),
        text(13),
        text(14),
        isNull(15) ? -1 : small(15),
        text(16),
        text(17),
        text(18));
  }

  /// id, name, role, hash, creation, expiry, revocation.
  default Tokens.Row token() throws SQLException {
    return new Tokens.Row(text(1), text(2), text(3), text(4), instant(5), instant(6), instant(7));
  }

  /// id, kind, name, address, status, capacity, labels, detail, heartbeat, creation, change.
  default Runtimes.Row runtime() throws SQLException {
    var part =
        new Runtimes.Part(text(2), text(3), text(4), text(5), small(6), fields(7), fields(8));
    return new Runtimes.Row(number(1), part, instant(9), instant(10), instant(11));
  }

  /// A map in JSON; empty for NULL.
  default Fields fields(int column) throws SQLException {
    var json = text(column);
    return json.isEmpty() ? Fields.EMPTY : (Fields) Json.read(json);
  }
}
