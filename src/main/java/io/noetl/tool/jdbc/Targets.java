package io.noetl.tool.jdbc;

import io.noetl.tool.Auth;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds out where to connect: a URL, a user and properties of the driver.
final class Targets {
  static final String CODE = "connection";
  private static final String URL = "url";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String PROPERTIES = "properties";

  /// Each field with its spellings; the first that is there counts.
  private static final Map<String, List<String>> SPELLINGS =
      Map.of(
          URL,
          List.of(URL, "jdbc_url", "dsn", "connection_string"),
          USER,
          List.of(USER, "username", "db_user"),
          PASSWORD,
          List.of(PASSWORD, "db_password"),
          "driver",
          List.of("driver"),
          PROPERTIES,
          List.of(PROPERTIES));

  private final Auth auth;

  Targets(Auth auth) {
    this.auth = auth;
  }

  /// `said` is what the step says: `auth` and fields of the connection, which beat the
  /// credential's.
  Target find(Fields said, Watch watch) throws ToolFailure {
    var credential = withSecret(credential(auth, said, watch));
    var fields = fields(credential).overlaid(fields(said));
    Auth.hide(fields, watch);
    var url = text(fields.get(URL)).strip();
    if (url.isEmpty()) {
      throw ToolFailure.invalid(
          CODE,
          "the step does not say which database: give 'url' (jdbc:...), or a credential that has"
              + " one under 'auth'");
    }
    if (!url.startsWith("jdbc:")) {
      throw ToolFailure.invalid(
          CODE, "a JDBC URL begins with jdbc: and the name of a driver, as in jdbc:sqlite:file.db");
    }
    var properties = new LinkedHashMap<>(properties(credential.get(PROPERTIES)));
    properties.putAll(properties(said.get(PROPERTIES)));
    return new Target(
        url,
        text(fields.get("driver")),
        text(fields.get(USER)),
        text(fields.get(PASSWORD)),
        properties,
        null);
  }

  /// The fields of the credential that `said` names; none where it names none.
  static Fields credential(Auth auth, Fields said, Watch watch) throws ToolFailure {
    var given = said.get("auth");
    return given == Null.NULL ? Fields.EMPTY : auth.resolve(given, watch);
  }

  /// A secret that is one value is a URL, or else the password.
  private static Fields withSecret(Fields resolved) {
    if (!(resolved.get("value") instanceof Text(var value))) {
      return resolved;
    }
    return resolved.with(value.startsWith("jdbc:") ? URL : PASSWORD, Text.of(value));
  }

  /// The fields that `from` has, each by its one name.
  private static Fields fields(Fields from) {
    return fields(from, SPELLINGS);
  }

  static Fields fields(Fields from, Map<String, List<String>> spellings) {
    var fields = Fields.builder();
    spellings.forEach(
        (name, spelled) ->
            spelled.stream()
                .map(from::get)
                .filter(value -> value != Null.NULL && !value.equals(Text.EMPTY))
                .findFirst()
                .ifPresent(value -> fields.put(name, value)));
    return fields.build();
  }

  static Map<String, String> properties(Value value) throws ToolFailure {
    var properties = new LinkedHashMap<String, String>();
    switch (value) {
      case Null _ -> {}
      case Fields fields -> fields.forEach((name, each) -> properties.put(name, text(each)));
      default ->
          throw ToolFailure.invalid(
              CODE, "'properties' must be a map of the driver's properties, is " + value.kind());
    }
    return properties;
  }

  static String text(Value value) {
    return switch (value) {
      case Null _ -> "";
      case Text(var text) -> text;
      default -> Json.write(value);
    };
  }
}
