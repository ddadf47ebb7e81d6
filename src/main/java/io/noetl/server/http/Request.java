package io.noetl.server.http;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A request that was let in, with its parameters checked. `headers` gives a header's value, empty
/// for none; `again` asks whether it would be let in now.
public record Request(
    Route route,
    Map<String, String> variables,
    Map<String, List<String>> query,
    UnaryOperator<String> headers,
    Body body,
    Caller caller,
    BooleanSupplier again) {

  /// A variable part of the path, or a parameter of the query; empty if absent.
  public String text(String name) {
    var variable = variables.get(name);
    if (variable != null) {
      return variable;
    }
    var given = query.getOrDefault(name, List.of());
    return given.isEmpty() ? "" : given.getFirst();
  }

  /// 0 if absent.
  public long id(String name) {
    var text = text(name);
    long id = Kind.id(text);
    if (id == 0 && !text.isEmpty()) {
      throw Fault.parameter(name, Kind.ID.words(), text);
    }
    return id;
  }

  public long whole(String name, long least, long most, long absent) {
    var text = text(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw Fault.parameter(name, "a whole number from %d to %d".formatted(least, most), text);
  }

  public boolean truth(String name, boolean absent) {
    var text = text(name);
    return text.isEmpty() ? absent : text.equals("true");
  }

  /// False once the caller's token is revoked or has expired, or the session is over: for answers
  /// that take long.
  public boolean isStillAdmitted() {
    return again.getAsBoolean();
  }

  /// Empty if absent.
  public String header(String name) {
    return headers.apply(name);
  }
}
