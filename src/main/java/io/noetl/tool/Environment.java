package io.noetl.tool;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What steps may see of the process's environment: the variables that are allowed, and secrets,
/// each by its name only.
public final class Environment {
  private static final String SECRET_PREFIX = "NOETL_SECRET_";

  /// What opens everything is for no step, whatever is allowed.
  private static final Set<String> RESERVED_PREFIXES =
      Set.of(SECRET_PREFIX, "NOETL_MASTER_KEY", "NOETL_TOKEN", "NOETL_DB");

  private static final String VARIABLE_PREFIX = "NOETL_VAR_";
  private static final Set<String> FOR_CHILDREN =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

  private static final Set<String> FOR_INSTALLER =
      Set.of(
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "SSL_CERT_FILE",
          "REQUESTS_CA_BUNDLE");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> all;
  private final Predicate<String> allowed;
  private final Providers providers;

  public Environment(Map<String, String> all, Predicate<String> allowed) {
    this(all, allowed, Providers.NONE);
  }

  private Environment(Map<String, String> all, Predicate<String> allowed, Providers providers) {
    this.all = Map.copyOf(all);
    this.providers = providers;
    this.allowed =
        name -> RESERVED_PREFIXES.stream().noneMatch(name::startsWith) && allowed.test(name);
  }

  /// Allows the variables that `NOETL_ENV_ALLOW` lists (between commas) and all `NOETL_VAR_...`.
  public static Environment of(Map<String, String> all) {
    var listed = new HashSet<String>();
    for (var name : all.getOrDefault("NOETL_ENV_ALLOW", "").split(",", -1)) {
      listed.add(name.strip());
    }
    return new Environment(all, name -> listed.contains(name) || name.startsWith(VARIABLE_PREFIX));
  }

  /// The same with those who keep secrets elsewhere.
  public Environment with(Providers others) {
    return new Environment(all, allowed, others);
  }

  /// Who keeps secrets beside the environment itself.
  public Providers providers() {
    return providers;
  }

  /// A variable that steps may see.
  public Optional<String> find(String name) {
    return allowed.test(name) ? Optional.ofNullable(all.get(name)) : Optional.empty();
  }

  /// The secret `name`: the variable `NOETL_SECRET_<NAME>`.
  public Optional<String> secret(String name) {
    return Optional.ofNullable(all.get(variableOfSecret(name)));
  }

  public static String variableOfSecret(String name) {
    return SECRET_PREFIX + name.toUpperCase(Locale.ROOT);
  }

  /// The variables of a call's processes. `env` says which: a list chooses among those that are
  /// allowed, a map sets more, null leaves all that are allowed.
  public Map<String, String> forCall(Value env) throws ToolFailure {
    return switch (env) {
      case Null _ -> forChildren();
      case Items(var names) -> chosen(names);
      case Fields fields -> {
        var variables = forChildren();
        for (var entry : fields.asMap().entrySet()) {
          variables.put(named(entry.getKey()), text(entry.getValue()));
        }
        yield variables;
      }
      default ->
          throw ToolFailure.invalid(
              "env", "`env` must be a list of names or a map, is " + Json.write(env));
    };
  }

  private Map<String, String> chosen(List<Value> names) throws ToolFailure {
    var variables = forChildren();
    variables.keySet().retainAll(FOR_CHILDREN);
    for (var each : names) {
      var name = named(text(each));
      if (!FOR_CHILDREN.contains(name)) {
        variables.put(name, wanted(name));
      }
    }
    return variables;
  }

  private String wanted(String name) throws ToolFailure {
    if (!allowed.test(name)) {
      boolean isReserved = RESERVED_PREFIXES.stream().anyMatch(name::startsWith);
      throw ToolFailure.invalid(
          "env",
          "steps may not see the variable %s: %s"
              .formatted(
                  name,
                  isReserved ? "it opens everything" : "add it to NOETL_ENV_ALLOW of the worker"));
    }
    return find(name)
        .orElseThrow(
            () ->
                ToolFailure.invalid(
                    "env", "the variable %s is not set where the worker runs".formatted(name)));
  }

  private static String named(String name) throws ToolFailure {
    if (NAME.matcher(name).matches()) {
      return name;
    }
    throw ToolFailure.invalid(
        "env", "`%s` cannot be the name of a variable: use letters, digits and _".formatted(name));
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }

  /// The variables that fetching packages needs besides: how to reach an index.
  public Map<String, String> forInstaller() {
    var variables = forChildren();
    all.forEach(
        (name, value) -> {
          if (name.startsWith("PIP_") || FOR_INSTALLER.contains(name.toUpperCase(Locale.ROOT))) {
            variables.put(name, value);
          }
        });
    return variables;
  }

  /// The variables that child processes start with.
  public Map<String, String> forChildren() {
    var variables = new LinkedHashMap<String, String>();
    all.forEach(
        (name, value) -> {
          if (FOR_CHILDREN.contains(name) || allowed.test(name)) {
            variables.put(name, value);
          }
        });
    return variables;
  }
}
