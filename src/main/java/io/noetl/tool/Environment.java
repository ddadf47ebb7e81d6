package io.noetl.tool;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
