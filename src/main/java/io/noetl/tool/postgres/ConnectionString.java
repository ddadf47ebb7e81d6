package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A connection as one text: `postgresql://user:password@host:port/database?sslmode=require`, the
/// same as JDBC has it, or `host=.. dbname=..`. Messages never show it, since it has the password.
final class ConnectionString {
  /// What others say there, and what changes nothing here.
  private static final Set<String> IGNORED = Set.of("application_name", "connect_timeout");

  private final Fields.Builder fields = Fields.builder();

  private ConnectionString() {}

  static boolean isOne(String text) {
    return isUrl(text) || text.contains("=");
  }

  private static boolean isUrl(String text) {
    return text.startsWith("postgres://")
        || text.startsWith("postgresql://")
        || text.startsWith("jdbc:postgresql://");
  }

  /// The connection's fields, by the names that credentials have.
  static Fields read(String text) throws ToolFailure {
    var string = new ConnectionString();
    if (isUrl(text)) {
      string.readUrl(text.substring(text.indexOf("://") + 3));
    } else {
      string.readPairs(text);
    }
    return string.fields.build();
  }

  private void readUrl(String rest) throws ToolFailure {
    int question = rest.indexOf('?');
    var place = question < 0 ? rest : rest.substring(0, question);
    int at = place.lastIndexOf('@');
    if (at >= 0) {
      readUser(place.substring(0, at));
    }
    readPlace(place.substring(at + 1));
    if (question >= 0) {
      for (var pair : rest.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
  }

  private void readUser(String text) throws ToolFailure {
    int colon = text.indexOf(':');
    put("user", decoded(colon < 0 ? text : text.substring(0, colon)));
    if (colon >= 0) {
      put("password", decoded(text.substring(colon + 1)));
    }
  }

  private void readPlace(String text) throws ToolFailure {
    int slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    if (slash >= 0 && slash + 1 < text.length()) {
      put("dbname", decoded(text.substring(slash + 1)));
    }
    if (address.indexOf(',') >= 0) {
      throw invalid("it names several hosts; give one");
    }
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > address.lastIndexOf(']');
    var host = hasPort ? address.substring(0, colon) : address;
    if (!host.isEmpty()) {
      put("host", host.startsWith("[") ? host.substring(1, host.length() - 1) : decoded(host));
    }
    if (hasPort) {
      put("port", address.substring(colon + 1));
    }
  }

  /// Values may stand in single quotes; a backslash takes the next character as it is.
  private void readPairs(String text) throws ToolFailure {
    int at = 0;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        if (text.substring(at).isBlank()) {
          return;
        }
        throw invalid("it is neither a URL nor pairs such as host=.. dbname=..");
      }
      var name = text.substring(at, equals).strip();
      at = equals + 1;
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      at = readValue(name, text, at);
    }
  }

  private int readValue(String name, String text, int start) throws ToolFailure {
    boolean isQuoted = start < text.length() && text.charAt(start) == '\'';
    var value = new StringBuilder();
    int at = isQuoted ? start + 1 : start;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        value.append(text.charAt(at++));
      } else if (isQuoted ? c == '\'' : Character.isWhitespace(c)) {
        break;
      } else {
        value.append(c);
      }
    }
    put(name, value.toString());
    return at;
  }

  private void put(String name, String value) throws ToolFailure {
    switch (name) {
      case "host", "hostaddr" -> fields.put("host", value);
      case "port", "user", "password", "dbname", "sslmode", "sslrootcert" ->
          fields.put(name, value);
      case "database" -> fields.put("dbname", value);
      case "currentSchema", "search_path" -> fields.put("schema", value);
      default -> {
        if (!IGNORED.contains(name)) {
          throw invalid("'%s' in it is not supported".formatted(name));
        }
      }
    }
  }

  private static String decoded(String text) throws ToolFailure {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("a percent sign in it is not followed by two hexadecimal digits");
    }
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("connection", "the connection string: " + message);
  }
}
