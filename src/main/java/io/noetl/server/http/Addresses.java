package io.noetl.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes addresses apart.
final class Addresses {
  /// More than any of our routes has, few enough to be looked through.
  private static final int PARAMETERS_MAX = 100;

  private Addresses() {}

  /// The parameters of a query, in order.
  static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (raw.isEmpty()) {
      return query;
    }
    var parts = raw.split("&", PARAMETERS_MAX + 1);
    if (parts.length > PARAMETERS_MAX) {
      throw Fault.of(400, "invalid-query", "the query has too many parameters");
    }
    for (var part : parts) {
      int is = part.indexOf('=');
      var name = decoded(is < 0 ? part : part.substring(0, is), true);
      var value = is < 0 ? "" : decoded(part.substring(is + 1), true);
      query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return query;
  }

  /// The text without percent signs; `isForm` takes a plus for a space.
  static String decoded(String raw, boolean isForm) {
    if (raw.indexOf('%') < 0 && !(isForm && raw.indexOf('+') >= 0)) {
      return raw;
    }
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(raw, i));
        i += 2;
      } else if (c == '+' && isForm) {
        bytes.write(' ');
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException _) {
      throw broken(raw);
    }
  }

  private static int octet(String raw, int at) {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
    int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw broken(raw);
    }
    return high * 16 + low;
  }

  private static Fault broken(String raw) {
    return Fault.of(
        400, "invalid-address", "'%s' is not encoded as it should".formatted(Fault.shortened(raw)));
  }

  /// The name in a Host header or an authority, without its port.
  static String name(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.lastIndexOf(':');
    return end <= 0 ? authority : authority.substring(0, end);
  }
}
