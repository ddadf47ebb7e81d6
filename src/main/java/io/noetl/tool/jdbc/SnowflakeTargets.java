package io.noetl.tool.jdbc;

import static io.noetl.tool.jdbc.Targets.text;

import io.noetl.tool.Auth;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a JDBC URL and properties of an account, a user, and a password or key.
final class SnowflakeTargets {
  private static final String ACCOUNT = "account";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String KEY = "private_key";
  private static final String PASSPHRASE = "private_key_passphrase";
  private static final String TOKEN = "token";
  private static final String AUTHENTICATOR = "authenticator";
  private static final String DOMAIN = ".snowflakecomputing.com";
  private static final String LOGIN_SECONDS = "30";

  private static final Map<String, List<String>> SPELLINGS =
      Map.ofEntries(
          Map.entry(ACCOUNT, List.of(ACCOUNT)),
          Map.entry(USER, List.of(USER, "username")),
          Map.entry(PASSWORD, List.of(PASSWORD)),
          Map.entry(KEY, List.of(KEY)),
          Map.entry(PASSPHRASE, List.of(PASSPHRASE, "private_key_password")),
          Map.entry(TOKEN, List.of(TOKEN)),
          Map.entry(AUTHENTICATOR, List.of(AUTHENTICATOR)),
          Map.entry("warehouse", List.of("warehouse")),
          Map.entry("database", List.of("database", "db_name", "dbname")),
          Map.entry("schema", List.of("schema")),
          Map.entry("role", List.of("role")));

  private final Auth auth;

  SnowflakeTargets(Auth auth) {
    this.auth = auth;
  }

  /// `said` is what the step says: `auth` and fields of the connection, which beat the
  /// credential's.
  Target find(Fields said, Watch watch) throws ToolFailure {
    var credential = Targets.credential(auth, said, watch);
    if (credential.has("value") && !credential.has(PASSWORD)) {
      credential = credential.with(PASSWORD, credential.get("value"));
    }
    var fields = Targets.fields(credential, SPELLINGS).overlaid(Targets.fields(said, SPELLINGS));
    Auth.hide(fields, watch);
    requireAll(fields);
    var account = text(fields.get(ACCOUNT));
    boolean isHost = account.endsWith(DOMAIN);
    var properties = properties(fields);
    properties.putAll(Targets.properties(credential.get("properties")));
    properties.putAll(Targets.properties(said.get("properties")));
    return new Target(
        "jdbc:snowflake://%s/".formatted(isHost ? account : account + DOMAIN),
        "",
        text(fields.get(USER)),
        fields.has(KEY) ? "" : text(fields.get(PASSWORD)),
        properties,
        fields.has(KEY)
            ? PrivateKeys.read(text(fields.get(KEY)), text(fields.get(PASSPHRASE)))
            : null);
  }

  private static void requireAll(Fields fields) throws ToolFailure {
    var missing = new ArrayList<String>();
    for (var name : List.of(ACCOUNT, USER)) {
      if (!fields.has(name)) {
        missing.add(name);
      }
    }
    if (!fields.has(PASSWORD) && !fields.has(KEY) && !fields.has(TOKEN)) {
      missing.add("password or private_key");
    }
    if (!missing.isEmpty()) {
      throw ToolFailure.invalid(
          Targets.CODE,
          "the connection to Snowflake lacks %s: give it in the step, or name under 'auth' a"
                  .formatted(String.join(", ", missing))
              + " credential of type snowflake that has it");
    }
    var account = text(fields.get(ACCOUNT));
    if (!account.matches("[A-Za-z0-9_.-]+")) {
      throw ToolFailure.invalid(
          Targets.CODE,
          "'account' is the name of an account (myorg-account, or xy12345.eu-central-1), not a"
              + " URL: '%s'".formatted(account));
    }
  }

  private static Map<String, String> properties(Fields fields) {
    var properties = new LinkedHashMap<String, String>();
    properties.put("warehouse", text(fields.getOr("warehouse", Text.of("COMPUTE_WH"))));
    properties.put("schema", text(fields.getOr("schema", Text.of("PUBLIC"))));
    properties.put(AUTHENTICATOR, authenticator(fields));
    properties.put("application", "noetl");
    properties.put("loginTimeout", LOGIN_SECONDS);
    fields.find("database").ifPresent(it -> properties.put("db", text(it)));
    fields.find("role").ifPresent(it -> properties.put("role", text(it)));
    fields.find(TOKEN).ifPresent(it -> properties.put(TOKEN, text(it)));
    return properties;
  }

  private static String authenticator(Fields fields) {
    var said = text(fields.get(AUTHENTICATOR));
    if (!said.isEmpty()) {
      return said;
    }
    if (fields.has(KEY)) {
      return "snowflake_jwt";
    }
    return fields.has(PASSWORD) ? "snowflake" : "oauth";
  }
}
