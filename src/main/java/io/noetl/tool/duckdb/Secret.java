package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Name;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A credential as DuckDB's secret. `type` is DuckDB's word for it, `extension` what knows it;
/// `signs` are the pieces of a statement that show that it is needed.
record Secret(String name, String type, String extension, List<String> signs, Fields fields) {
  /// DuckDB's name of a field, with the spellings that credentials have for it.
  private record Parameter(String name, List<String> spellings) {}

  private record Kind(String type, String extension, List<String> signs, List<Parameter> fields) {}

  private static final List<Parameter> SERVER =
      List.of(
          new Parameter("HOST", List.of("db_host", "host")),
          new Parameter("PORT", List.of("db_port", "port")),
          new Parameter("DATABASE", List.of("db_name", "dbname", "database")),
          new Parameter("USER", List.of("db_user", "user", "username")),
          new Parameter("PASSWORD", List.of("db_password", "password")));

  private static final List<Parameter> BUCKET =
      List.of(
          new Parameter("KEY_ID", List.of("key_id", "access_key_id")),
          new Parameter("SECRET", List.of("secret_key", "secret", "secret_access_key")),
          new Parameter("REGION", List.of("region")),
          new Parameter("ENDPOINT", List.of("endpoint")),
          new Parameter("SESSION_TOKEN", List.of("session_token")),
          new Parameter("URL_STYLE", List.of("url_style")),
          new Parameter("USE_SSL", List.of("use_ssl")),
          new Parameter("SCOPE", List.of("scope")));

  private static final Kind POSTGRES =
      new Kind("POSTGRES", "postgres_scanner", List.of("postgres"), SERVER);
  private static final Kind MYSQL = new Kind("MYSQL", "mysql_scanner", List.of("mysql"), SERVER);
  private static final Kind GCS = new Kind("GCS", "httpfs", List.of("gs://", "gcs://"), BUCKET);
  private static final Kind S3 =
      new Kind("S3", "httpfs", List.of("s3://", "s3a://", "s3n://"), BUCKET);
  private static final Kind R2 = new Kind("R2", "httpfs", List.of("r2://"), withAccount(BUCKET));
  private static final Kind SNOWFLAKE =
      new Kind(
          "SNOWFLAKE",
          "snowflake",
          List.of("snowflake"),
          List.of(
              new Parameter("ACCOUNT", List.of("account", "sf_account")),
              new Parameter("USER", List.of("user", "username", "sf_user")),
              new Parameter("PASSWORD", List.of("password", "sf_password")),
              new Parameter("DATABASE", List.of("database", "sf_database")),
              new Parameter("WAREHOUSE", List.of("warehouse", "sf_warehouse"))));

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("postgres", POSTGRES),
          Map.entry("postgresql", POSTGRES),
          Map.entry("mysql", MYSQL),
          Map.entry("gcs", GCS),
          Map.entry("gcs_hmac", GCS),
          Map.entry("hmac", GCS),
          Map.entry("s3", S3),
          Map.entry("aws", S3),
          Map.entry("r2", R2),
          Map.entry("snowflake", SNOWFLAKE));

  private static List<Parameter> withAccount(List<Parameter> fields) {
    var all = new ArrayList<>(fields);
    all.add(new Parameter("ACCOUNT_ID", List.of("account_id")));
    return List.copyOf(all);
  }

  /// The secret for `alias`, or none for types that DuckDB needs none for (sqlite) or does not
  /// know.
  static List<Secret> of(String alias, String type, Fields credential) throws ToolFailure {
    var kind = KINDS.get(type.toLowerCase(Locale.ROOT));
    if (kind == null) {
      return List.of();
    }
    var fields = Fields.builder();
    for (var parameter : kind.fields()) {
      for (var spelling : parameter.spellings()) {
        if (credential.has(spelling) && !text(credential.get(spelling)).isBlank()) {
          fields.put(parameter.name(), text(credential.get(spelling)));
          break;
        }
      }
    }
    var built = fields.build();
    if (built.isEmpty()) {
      throw ToolFailure.invalid(
          "auth",
          "the credential '%s' has no field that a secret of type %s could hold (%s)"
              .formatted(
                  alias,
                  kind.type(),
                  String.join(
                      ", ", kind.fields().stream().map(it -> it.spellings().getFirst()).toList())));
    }
    return List.of(new Secret(alias, kind.type(), kind.extension(), kind.signs(), built));
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }

  /// Whether a statement or a bound text shows that it is needed.
  boolean isNeededBy(List<String> texts) {
    for (var text : texts) {
      var lower = text.toLowerCase(Locale.ROOT);
      if (signs.stream().anyMatch(lower::contains)) {
        return true;
      }
    }
    return false;
  }

  String create() {
    var sql = new StringBuilder("CREATE OR REPLACE TEMPORARY SECRET ");
    sql.append(Name.quoted(name)).append(" (TYPE ").append(type);
    fields.forEach(
        (field, value) ->
            sql.append(", ").append(field).append(' ').append(Quoting.literal(text(value))));
    return sql.append(')').toString();
  }
}
