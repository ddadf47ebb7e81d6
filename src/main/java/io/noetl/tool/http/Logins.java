package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The headers with which a request logs in.
final class Logins {
  private Logins() {}

  static Map<String, String> headers(Fields auth) throws ToolFailure {
    return switch (first(auth, "type")) {
      case "bearer", "token", "oauth2", "" ->
          Map.of("Authorization", "Bearer " + need(auth, "token", "access_token", "value"));
      case "basic" -> Map.of("Authorization", "Basic " + basic(auth));
      case "api_key", "apikey" ->
          Map.of(orElse(first(auth, "key", "header"), "X-API-Key"), need(auth, "value", "api_key"));
      case "header" -> all(auth);
      case String other ->
          throw ToolFailure.invalid(
              "auth",
              "an http step cannot use 'type: %s', only bearer, basic, api_key, header, %s"
                  .formatted(other, Grant.TYPE));
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
