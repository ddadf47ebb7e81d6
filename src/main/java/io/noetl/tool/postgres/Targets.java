package io.noetl.tool.postgres;

import io.noetl.tool.Auth;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds out where to connect: the credential's fields, over them a connection string, over them
/// what the step itself says.
final class Targets {
  /// Each field with its spellings; the first that is there counts.
  private static final Map<String, List<String>> SPELLINGS =
      Map.of(
          "host", List.of("db_host", "host"),
          "port", List.of("db_port", "port"),
          "user", List.of("db_user", "user", "username"),
          "password", List.of("db_password", "password"),
          "dbname", List.of("db_name", "dbname", "database"),
          "sslmode", List.of("sslmode"),
          "sslrootcert", List.of("sslrootcert"),
          "schema", List.of("schema", "search_path"));

  private static final List<String> STRINGS =
      List.of("db_conn_string", "dsn", "connection_string", "url");

  private final Auth auth;

  Targets(Auth auth) {
    this.auth = auth;
  }

  /// `said` is what the step says: `auth` and any field of a connection.
  Target find(Fields said, Watch watch) throws ToolFailure {
    var given = said.get("auth");
    var credential =
        given == Null.NULL ? Fields.EMPTY : fields(withSecret(auth.resolve(given, watch)));
    var fields = credential.overlaid(fields(said));
    requireAll(fields, given != Null.NULL);
    var password = text(fields, "password");
    if (!password.isEmpty()) {
      watch.hide(password);
    }
    return new Target(
        host(fields),
        port(fields),
        text(fields, "dbname"),
        text(fields, "user"),
        password,
        text(fields, "sslmode"),
        text(fields, "sslrootcert"),
        text(fields, "schema"));
  }

  /// A secret that is one value is a connection string, or else the password.
  private static Fields withSecret(Fields resolved) {
    if (!(resolved.get("value") instanceof Text(var value))) {
      return resolved;
    }
    boolean isString = ConnectionString.isOne(value) && !resolved.has("db_host");
    return resolved.with(isString ? "dsn" : "password", Text.of(value));
  }

  /// The fields that `from` has, each by its one name.
  private static Fields fields(Fields from) throws ToolFailure {
    var fields = Fields.builder();
    for (var name : STRINGS) {
      if (from.get(name) instanceof Text(var text) && !text.isBlank()) {
        fields.putAll(ConnectionString.read(text.strip()));
        break;
      }
    }
    SPELLINGS.forEach(
        (name, spellings) ->
            spellings.stream()
                .map(from::get)
                .filter(value -> value != Null.NULL && !value.equals(Text.EMPTY))
                .findFirst()
                .ifPresent(value -> fields.put(name, value)));
    return fields.build();
  }

  private static void requireAll(Fields fields, boolean hasAuth) throws ToolFailure {
    var missing = new ArrayList<String>();
    Map<String, String> needed = Map.of("host", "db_host", "user", "db_user", "dbname", "db_name");
    for (var name : List.of("host", "user", "dbname")) {
      if (!fields.has(name)) {
        missing.add(needed.getOrDefault(name, name));
      }
    }
    if (!missing.isEmpty()) {
      throw ToolFailure.invalid(
          "connection",
          "the connection to PostgreSQL lacks %s: %s"
              .formatted(
                  String.join(", ", missing),
                  hasAuth
                      ? "complete the credential that 'auth' names"
                      : "name a credential under 'auth'"));
    }
  }

  /// It becomes part of a URL, in which more would set options of the driver.
  private static String host(Fields fields) throws ToolFailure {
    var host = text(fields, "host");
    if (!host.matches("[^/?#&\\s]+")) {
      throw ToolFailure.invalid(
          "connection", "'db_host' must be the name or address of a server, is '" + host + "'");
    }
    return host;
  }

  private static int port(Fields fields) throws ToolFailure {
    var text = text(fields, "port");
    if (text.isEmpty()) {
      return Target.PORT_DEFAULT;
    }
    boolean isNumber = text.length() <= 5 && text.chars().allMatch(Character::isDigit);
    int port = isNumber ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      throw ToolFailure.invalid("connection", "the port must be 1 to 65535, is '" + text + "'");
    }
    return port;
  }

  private static String text(Fields fields, String name) {
    return switch (fields.get(name)) {
      case Null _ -> "";
      case Text(var text) -> text;
      case Value value -> Json.write(value);
    };
  }
}
