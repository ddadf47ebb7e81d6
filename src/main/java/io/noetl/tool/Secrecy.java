package io.noetl.tool;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Tells which texts of a credential's fields are secret: all that are not known to be open.
final class Secrecy {
  private static final Set<String> OPEN =
      Set.of(
          "type",
          "user",
          "username",
          "db_user",
          "host",
          "db_host",
          "port",
          "db_port",
          "database",
          "dbname",
          "db_name",
          "schema",
          "search_path",
          "sslmode",
          "sslrootcert",
          "region",
          "bucket",
          "endpoint",
          "service",
          "url",
          "token_url",
          "client_id",
          "client_auth",
          "audience",
          "scope",
          "scopes",
          "account",
          "warehouse",
          "role",
          "authenticator",
          "driver",
          "header",
          "in");

  /// The password in `scheme://user:password@host`, and in `password=...` of a connection string.
  private static final Pattern IN_URL = Pattern.compile("://[^/@:\\s]*:([^/@\\s]+)@");

  private static final Pattern IN_DSN =
      Pattern.compile(
          "(?i)(?:password|passwd|passphrase|pwd|secret|token|(?:api|access|account)_?key)\\s*="
              + "\\s*(?:'([^']+)'|\\{([^}]+)\\}|([^\\s;&'{]+))");

  /// The password in Oracle's `jdbc:oracle:thin:user/password@host`.
  private static final Pattern OF_ORACLE = Pattern.compile(":thin:[^/@\\s]*/([^/@\\s]+)@");

  /// Those of a driver are mostly open.
  private static final String PROPERTIES = "properties";

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)pass|pwd|secret|token|key|credential");

  private final Set<String> found = new LinkedHashSet<>();

  private Secrecy() {}

  static Set<String> secrets(Fields fields) {
    var secrecy = new Secrecy();
    var isHeader = fields.get("type") instanceof Text(var type) && type.equals("header");
    fields.forEach(
        (name, value) -> {
          boolean isNamed = name.equals("header") && fields.has("value");
          boolean isOpen = name.equals("type") || (isNamed || !isHeader) && isOpen(fields, name);
          if (name.equals(PROPERTIES) && value instanceof Fields properties) {
            properties.forEach((key, each) -> secrecy.take(each, !SECRET_NAME.matcher(key).find()));
          } else {
            secrecy.take(value, isOpen);
          }
        });
    return secrecy.found;
  }

  /// `key` names the header of an API key, whose value stands beside it; alone it is the key.
  private static boolean isOpen(Fields fields, String name) {
    return name.equals("key") ? fields.has("value") || fields.has("api_key") : OPEN.contains(name);
  }

  private void take(Value value, boolean isOpen) {
    switch (value) {
      case Text(var text) -> take(text, isOpen);
      case Num number when !isOpen -> found.add(Json.write(number));
      case Fields nested -> nested.forEach((_, each) -> take(each, isOpen));
      case Items list -> list.forEach(each -> take(each, isOpen));
      default -> {}
    }
  }

  private void take(String text, boolean isOpen) {
    if (!isOpen) {
      found.add(text);
    }
    IN_URL.matcher(text).results().forEach(match -> takeEncoded(match.group(1)));
    OF_ORACLE.matcher(text).results().forEach(match -> found.add(match.group(1)));
    IN_DSN.matcher(text).results().forEach(match -> takeEncoded(firstOf(match)));
  }

  private static String firstOf(MatchResult match) {
    return IntStream.rangeClosed(1, match.groupCount())
        .mapToObj(match::group)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private void takeEncoded(String password) {
    found.add(password);
    try {
      found.add(URLDecoder.decode(password.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      // It only looked like an encoded one.
    }
  }
}
