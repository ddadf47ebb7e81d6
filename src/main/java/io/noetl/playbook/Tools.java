package io.noetl.playbook;

import static io.noetl.playbook.Own.key;

import io.noetl.playbook.Own.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tools that a playbook may name, and the keys that each has of its own.
final class Tools {
  static final String HTTP = "http";
  static final String ITERATOR = "iterator";
  static final String PLAYBOOK = "playbook";
  static final String PYTHON = "python";
  static final String SAVE = "save";
  static final String SECRETS = "secrets";
  static final String TRANSFORM = "transform";
  static final String WORKBOOK = "workbook";

  /// Words for a step that only passes control on.
  static final Set<String> CONTROL = Set.of("", "start", "end", "route", "router", "noop");

  /// Tools that send statements to a database.
  private static final Set<String> SQL = Set.of("postgres", "duckdb", "snowflake", "jdbc");

  static final Own CODE =
      key(Shape.TEXT, "code", "Python source that defines main(); never a template.")
          .orEncoded()
          .or("code_base64")
          .needed();
  static final Own AUTH =
      key(Shape.ANY, "auth", "The name of a credential, or a map that says where it comes from.")
          .or("credential", "credentials");

  static final Own STATEMENTS =
      key(Shape.TEXTS, "command", "One or more statements.")
          .or("commands", "sql", "query", "script")
          .orEncoded()
          .needed();
  static final Own SHELL_COMMAND =
      key(
              Shape.TEXTS,
              "command",
              "A command line for the shell, or a list: a program and its words.")
          .or("commands", "script", "cmd")
          .orEncoded()
          .needed();
  private static final Own PARAMS =
      key(Shape.LIST, "params", "Values for the statement's placeholders, in order.");
  private static final Own DATABASE = key(Shape.TEXT, "database", "The database to work on.");

  /// A tool: its name, its keys, and a sentence about it.
  record Spec(String kind, String about, List<Own> keys) {
    Spec {
      keys = List.copyOf(keys);
    }

    boolean isSql() {
      return SQL.contains(kind);
    }

    boolean has(String key) {
      return keys.stream().anyMatch(own -> own.spellings().contains(key));
    }
  }

  private static final Map<String, Spec> SPECS = specs();

  private Tools() {}

  /// The name of a tool that may be written in capitals, or as older playbooks have it.
  static String canonical(String kind) {
    var lower = kind.toLowerCase(Locale.ROOT);
    return lower.equals("playbooks") ? PLAYBOOK : lower;
  }

  static Optional<Spec> find(String kind) {
    return Optional.ofNullable(SPECS.get(kind));
  }

  static java.util.Collection<Spec> all() {
    return SPECS.values();
  }

  /// Every word that may stand under `type`.
  static Set<String> kinds() {
    var kinds = new java.util.LinkedHashSet<>(SPECS.keySet());
    CONTROL.stream().filter(kind -> !kind.isEmpty()).sorted().forEach(kinds::add);
    return kinds;
  }

  /// The tool's name with its article: `an http`.
  static String named(String kind) {
    boolean isSaidWithVowel = kind.equals(HTTP) || "aeiou".indexOf(kind.charAt(0)) >= 0;
    return (isSaidWithVowel ? "an " : "a ") + kind;
  }

  /// `'command' is a key of postgres, duckdb ...`, or empty.
  static String ownersOf(String key) {
    List<String> owners = new ArrayList<>();
    SPECS.values().stream().filter(spec -> spec.has(key)).forEach(spec -> owners.add(spec.kind()));
    return owners.isEmpty() ? "" : "`%s` is a key of %s".formatted(key, String.join(", ", owners));
  }

  private static Map<String, Spec> specs() {
    Map<String, Spec> specs = new LinkedHashMap<>();
    add(
        specs,
        PYTHON,
        "Calls main() of the code with the inputs that it names.",
        CODE,
        ProcessKeys.LIMITS,
        ProcessKeys.ENV,
        ProcessKeys.PACKAGES);
    addHttp(specs);
    add(
        specs,
        "shell",
        "Runs a command of the operating system.",
        SHELL_COMMAND,
        key(Shape.TEXT, "cwd", "The directory to run in."),
        ProcessKeys.LIMITS,
        ProcessKeys.ENV,
        key(Shape.ANY, "stdin", "What the command reads."));
    add(specs, TRANSFORM, "Evaluates its data and returns it.");
    addDatabases(specs);
    addWaiting(specs);
    addPlaybooks(specs);
    return specs;
  }

  private static void addHttp(Map<String, Spec> specs) {
    add(
        specs,
        HTTP,
        "Sends an HTTP request; a status of 400 or more is a failure.",
        key(Shape.TEXT, "endpoint", "The URL.").or("url", "uri").needed(),
        key(Shape.TEXT, "method", "GET unless it says otherwise."),
        key(Shape.MAP, "headers", "Header fields."),
        key(Shape.MAP, "params", "The query."),
        key(Shape.ANY, "payload", "The body."),
        key(Shape.TRUTH, "follow_redirects", "Whether redirects are followed."),
        key(Shape.NUMBER, "max_redirects", "How many of them; 5 by default."),
        key(Shape.MAP, PaginateReader.KEY, "How a page of the answer leads to the next."),
        key(Shape.TRUTH, "idempotent", "Whether to send it twice does no harm."),
        key(Shape.TEXT, "proxy", "The proxy to go through: http://host:port."),
        key(Shape.ANY, "download", "The file that the body is written to."),
        key(Shape.ANY, "upload", "The file that is the body."),
        key(Shape.MAP, "files", "Files to send as parts of a form, by field."));
  }

  private static void addDatabases(Map<String, Spec> specs) {
    List<Own> postgres = new ArrayList<>(List.of(STATEMENTS, PARAMS, DATABASE));
    for (var key : List.of("db_host", "db_port", "db_user", "db_password", "db_name", "schema")) {
      postgres.add(key(Shape.TEXT, key, "Overrides what the credential says."));
    }
    postgres.add(key(Shape.TEXT, "db_conn_string", "Overrides what the credential says."));
    postgres.add(key(Shape.TRUTH, "transaction", "Whether all statements commit together."));
    add(specs, "postgres", "Runs statements on PostgreSQL.", postgres.toArray(Own[]::new));
    addDuckDb(specs);
    add(
        specs,
        "snowflake",
        "Runs statements on Snowflake.",
        JdbcKeys.snowflake(STATEMENTS, PARAMS, DATABASE));
    add(
        specs,
        "jdbc",
        "Runs statements on any database with a JDBC driver.",
        JdbcKeys.jdbc(STATEMENTS, PARAMS));
  }

  private static void addDuckDb(Map<String, Spec> specs) {
    add(
        specs,
        "duckdb",
        "Runs statements on DuckDB.",
        STATEMENTS,
        PARAMS,
        key(Shape.TEXT, "database", "A file, or :memory:; the execution's own unless it says so."),
        key(Shape.TRUTH, "transaction", "Whether all statements commit together."),
        key(Shape.MAP, "attach", "PostgreSQL's tables by alias: {pg: {auth: NAME, tables: [T]}}."),
        key(Shape.TEXTS, "extensions", "DuckDB's extensions that the statements need."),
        key(Shape.MAP, "limits", "What the database may take: memory (1GB) and threads."),
        key(Shape.TRUTH, "auto_secrets", "Whether credentials become DuckDB secrets."),
        key(Shape.TEXT, "db_type", "The type of credentials that have none; postgres."),
        key(Shape.TRUTH, "require_cloud_output", "Whether a COPY to a bucket must be among them."),
        key(Shape.TEXT, "output_uri_base", "Where files with relative paths are written to."));
  }

  private static void addWaiting(Map<String, Spec> specs) {
    add(
        specs,
        "wait",
        "Waits without holding a worker.",
        key(Shape.TEXT, "duration", "How long: seconds, or 500ms 1s 5m 2h 1d."),
        key(Shape.TEXT, "until", "The instant to wait for, in ISO 8601."));
    add(
        specs,
        SECRETS,
        "Reads a secret; its value stays out of events.",
        key(Shape.TEXT, "provider", "env, file, vault, google, aws or azure.").needed(),
        key(Shape.TEXT, "secret_name", "The secret's name, or its path.").or("name").needed(),
        key(Shape.TEXT, "version", "latest unless it says otherwise."),
        key(Shape.TEXT, "field", "One field of a secret that is a map."),
        key(Shape.TEXT, "project_id", "google: the project that owns it."),
        key(Shape.TEXT, "region", "aws: the region that keeps it."),
        key(Shape.TEXT, "vault", "azure: the vault that keeps it."),
        key(Shape.TEXT, "mount", "vault: where the engine is mounted."));
  }

  private static void addPlaybooks(Map<String, Spec> specs) {
    add(
        specs,
        PLAYBOOK,
        "Runs another playbook and waits for its result.",
        key(Shape.TEXT, "path", "Its path in the catalog.").or("resource_path", "playbook_path"),
        key(Shape.TEXT, "version", "Its version; the latest unless it says otherwise."),
        key(Shape.TEXT, "return_step", "The child's step whose result is returned."),
        key(Shape.ANY, "content", "The playbook itself, instead of a path."));
    add(
        specs,
        WORKBOOK,
        "Runs an entry of the workbook.",
        key(Shape.TEXT, "name", "The entry's name.").or("task"));
    add(specs, ITERATOR, "Runs its task for each item of a collection.", IteratorReader.KEYS);
    add(specs, SAVE, "Saves its data.", SaveReader.KEYS);
  }

  private static void add(Map<String, Spec> specs, String kind, String about, Own... keys) {
    specs.put(kind, new Spec(kind, about, List.of(keys)));
  }
}
