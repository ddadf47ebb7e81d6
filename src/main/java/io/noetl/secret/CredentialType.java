package io.noetl.secret;

import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What the data of a type must have, and which of them are open. Other types than these are
/// welcome: their data are taken as they come.
///
/// `needs` are alternatives (one of them must be met whole), each a list of fields, each field with
/// its other spellings.
record CredentialType(String name, List<List<Set<String>>> needs, Set<String> open) {
  static final String GENERIC = "generic";

  private static final Set<String> USER = Set.of("username", "user");
  private static final Set<String> KEY_ID = Set.of("key_id");
  private static final Set<String> SECRET_KEY = Set.of("secret_key");
  private static final CredentialType BEARER =
      new CredentialType(
          "bearer", List.of(List.of(Set.of("token", "access_token", "value"))), Set.of());
  private static final CredentialType API_KEY =
      new CredentialType(
          "api_key", List.of(List.of(Set.of("value", "api_key"))), Set.of("key", "header", "in"));

  private static final List<CredentialType> KNOWN =
      List.of(
          BEARER,
          BEARER.called("token"),
          BEARER.called("oauth2"),
          API_KEY,
          API_KEY.called("apikey"),
          new CredentialType("basic", List.of(List.of(USER, Set.of("password"))), USER),
          new CredentialType(
              "oauth2_client_credentials",
              List.of(List.of(Set.of("token_url"), Set.of("client_id"), Set.of("client_secret"))),
              Set.of("token_url", "client_id", "client_auth", "scope", "scopes", "audience")),
          new CredentialType(
              "postgres",
              List.of(
                  List.of(Set.of("db_host", "host"), Set.of("db_user", "user", "username")),
                  List.of(Set.of("dsn", "url", "connection_string", "db_conn_string"))),
              Set.of(
                  "db_host",
                  "host",
                  "db_port",
                  "port",
                  "db_user",
                  "user",
                  "username",
                  "db_name",
                  "dbname",
                  "database",
                  "schema",
                  "sslmode")),
          new CredentialType(
              "gcs", List.of(List.of(KEY_ID, SECRET_KEY)), Set.of("endpoint", "scope")),
          new CredentialType(
              "gcs_hmac", List.of(List.of(KEY_ID, SECRET_KEY)), Set.of("endpoint", "scope")),
          new CredentialType(
              "s3",
              List.of(List.of(KEY_ID, SECRET_KEY)),
              Set.of("region", "endpoint", "scope", "bucket")),
          new CredentialType(
              "jdbc",
              List.of(List.of(Set.of("url", "jdbc_url", "dsn", "connection_string"))),
              Set.of("user", "username", "driver")),
          new CredentialType(
              "snowflake",
              List.of(List.of(Set.of("account"), USER, Set.of("password", "private_key", "token"))),
              Set.of(
                  "account",
                  "user",
                  "username",
                  "warehouse",
                  "database",
                  "schema",
                  "role",
                  "authenticator")));

  private static final Map<String, CredentialType> BY_NAME = byName();

  private static Map<String, CredentialType> byName() {
    var map = new HashMap<String, CredentialType>();
    KNOWN.forEach(type -> map.put(type.name, type));
    return Map.copyOf(map);
  }

  /// The type of that name; one that needs nothing where it is not among the known ones.
  static CredentialType of(String name) {
    return BY_NAME.getOrDefault(name, new CredentialType(name, List.of(List.of()), Set.of()));
  }

  private CredentialType called(String other) {
    return new CredentialType(other, needs, open);
  }

  /// What is missing for the nearest alternative; empty if one is met.
  List<String> missing(Fields data) {
    return needs.stream()
        .map(fields -> missing(fields, data))
        .min((a, b) -> Integer.compare(a.size(), b.size()))
        .orElse(List.of());
  }

  private static List<String> missing(List<Set<String>> fields, Fields data) {
    return fields.stream()
        .filter(spellings -> spellings.stream().noneMatch(name -> isGiven(data, name)))
        .map(spellings -> words(spellings.stream().sorted()))
        .toList();
  }

  private static boolean isGiven(Fields data, String name) {
    return data.get(name) instanceof Text(var text) ? !text.isBlank() : data.get(name) != Null.NULL;
  }

  private static String words(Stream<String> names) {
    return String.join(" or ", names.toList());
  }

  boolean isOpen(String field) {
    return open.contains(field);
  }
}
