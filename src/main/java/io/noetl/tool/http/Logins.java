package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a request logs in with: headers, or a part of the query.
record Logins(Map<String, String> headers, Fields query) {
  static final Logins NONE = new Logins(Map.of(), Fields.EMPTY);

  private static final String KEY_DEFAULT = "X-API-Key";

  Logins {
    headers = Map.copyOf(headers);
  }

  private static Logins header(String name, String value) {
    return new Logins(Map.of(name, value), Fields.EMPTY);
  }

  static Logins bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  static Logins of(Fields auth) throws ToolFailure {
    return switch (first(auth, "type")) {
      case "bearer", "token", "oauth2", "" -> bearer(need(auth, "token", "access_token", "value"));
      case "basic" -> header("Authorization", "Basic " + basic(auth));
      case "api_key", "apikey" -> apiKey(auth);
      case "header" ->
          auth.has("header") && auth.has("value")
              ? header(first(auth, "header"), first(auth, "value"))
              : new Logins(all(auth), Fields.EMPTY);
      case String other ->
          throw ToolFailure.invalid(
              "auth",
              "an http step cannot use 'type: %s', only bearer, basic, api_key, header, %s"
                  .formatted(other, Grant.TYPE));
    };
  }

  /// Without `value`, the key itself may stand under `key`.
  private static Logins apiKey(Fields auth) throws ToolFailure {
    boolean isNamed = auth.has("value") || auth.has("api_key");
    var value = isNamed ? need(auth, "value", "api_key") : need(auth, "key");
    var name = isNamed ? first(auth, "key", "name", "header") : first(auth, "header");
    return switch (first(auth, "in")) {
      case "", "header" -> header(orElse(name, KEY_DEFAULT), value);
      case "query" -> new Logins(Map.of(), Fields.of(orElse(name, "api_key"), Text.of(value)));
      case String other ->
          throw ToolFailure.invalid(
              "auth", "'in' of the credential is header or query, found " + other);
    };
  }

  private static String basic(Fields auth) throws ToolFailure {
    var pair =
        first(auth, "username", "user").isEmpty()
            ? need(auth, "value")
            : need(auth, "username", "user") + ":" + first(auth, "password");
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> all(Fields auth) {
    var headers = new LinkedHashMap<String, String>();
    auth.without("type").forEach((name, value) -> headers.put(name, Requests.text(value)));
    return headers;
  }

  static String need(Fields auth, String... names) throws ToolFailure {
    var found = first(auth, names);
    if (found.isEmpty()) {
      throw ToolFailure.invalid(
          "auth", "the credential has no '%s'".formatted(String.join("' or '", names)));
    }
    return found;
  }

  static String first(Fields auth, String... names) {
    for (var name : names) {
      if (auth.get(name) != Null.NULL) {
        return Requests.text(auth.get(name));
      }
    }
    return "";
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
