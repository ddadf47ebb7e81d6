package io.noetl.tool;

import io.noetl.job.JobSource.Held;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.List;
import java.util.Set;

/// Finds the secret data behind a step's `auth`, in all the forms that it may be written in:
///
/// - `name`: a credential by name; also `{credential: name}` or `{key: name}`;
/// - `{source: env, name: VAR, type: bearer}` or `{type: bearer, env: VAR}`: a variable;
/// - `{source: secret, name: N}`: the variable `NOETL_SECRET_N`;
/// - `{source: vault, name: N, field: F}` and so on: a secret of one of [Providers];
/// - `{source: inline, fields: {...}}` or `{type: basic, inline: {...}}`: as it stands;
/// - `{alias: {...}, ...}`: several of these, by alias.
public final class Auth {
  private static final Set<String> SINGLE =
      Set.of(
          "source",
          "key",
          "name",
          "service",
          "secret_name",
          "scope",
          "fields",
          "inject",
          "type",
          "credential",
          "env",
          "inline");

  private static final List<String> SOURCES =
      List.of("credential", "env", "secret", "inline", "file", "vault", "google", "aws", "azure");

  private static final List<String> PLACEMENT = List.of("header", "in");

  private final Environment environment;
  private final Credentials credentials;

  public Auth(Environment environment, Credentials credentials) {
    this.environment = environment;
    this.credentials = credentials;
  }

  /// The fields, with `type` where it is known; of several aliases those of the first.
  public Fields resolve(Value auth, Watch watch) throws ToolFailure {
    return switch (auth) {
      case Text(var name) -> hidden(byName(name, watch.job()), watch);
      case Fields fields when isSingle(fields) -> hidden(single(fields, watch), watch);
      case Fields fields when !fields.isEmpty() ->
          resolve(fields.asMap().values().iterator().next(), watch);
      default -> throw invalid("'auth' must be the name of a credential or a map");
    };
  }

  /// Each of several by its alias; one alone by the name that it has, else by its type.
  public Fields aliases(Value auth) throws ToolFailure {
    return switch (auth) {
      case Text(var name) -> Fields.of(name, auth);
      case Fields fields when isSingle(fields) -> Fields.of(nameOf(fields), fields);
      case Fields fields -> fields;
      default -> throw invalid("'auth' must be the name of a credential or a map");
    };
  }

  private static String nameOf(Fields auth) {
    return List.of("credential", "key", "name", "secret_name", "type", "service").stream()
        .map(key -> text(auth, key))
        .filter(name -> !name.isBlank())
        .findFirst()
        .orElse("auth");
  }

  /// The same under the name that `{{ auth.alias.field }}` uses. What cannot be found is undefined
  /// there, and noted in the log.
  public View view(Value auth, Watch watch) {
    return new AuthView(auth, watch);
  }

  private final class AuthView implements View {
    private final Value auth;
    private final Watch watch;

    private AuthView(Value auth, Watch watch) {
      this.auth = auth;
      this.watch = watch;
    }

    @Override
    public Value attribute(String name) {
      try {
        if (auth instanceof Fields fields && !isSingle(fields)) {
          return fields.has(name)
              ? resolve(fields.get(name), watch)
              : new Undefined("auth." + name);
        }
        return resolve(auth, watch).find(name).orElseGet(() -> new Undefined("auth." + name));
      } catch (ToolFailure e) {
        watch.log("auth.%s: %s%n".formatted(name, e.failure().message()));
        return new Undefined("auth." + name);
      }
    }

    @Override
    public Value plain() {
      return Null.NULL;
    }

    @Override
    public String kind() {
      return "credential";
    }
  }

  private static boolean isSingle(Fields fields) {
    return fields.names().stream().anyMatch(SINGLE::contains);
  }

  private Fields single(Fields auth, Watch watch) throws ToolFailure {
    var overrides = map(auth.get("fields"));
    var found = found(auth, watch).overlaid(beside(auth)).overlaid(overrides);
    var type = auth.has("type") ? auth.get("type") : auth.get("service");
    return type == Null.NULL ? found : found.with("type", type);
  }

  /// What a request does with the value may stand beside where that comes from.
  private static Fields beside(Fields auth) {
    var beside = Fields.builder();
    for (var key : PLACEMENT) {
      if (auth.has(key)) {
        beside.put(key, auth.get(key));
      }
    }
    return beside.build();
  }

  private Fields found(Fields auth, Watch watch) throws ToolFailure {
    if (auth.has("inline")) {
      return map(auth.get("inline"));
    }
    if (auth.has("env")) {
      return variable(text(auth, "env"));
    }
    return switch (text(auth, "source")) {
      case "inline" -> Fields.EMPTY;
      case "env" -> variable(named(auth, "name", "key"));
      case "secret" -> secret(named(auth, "name", "secret_name", "key"));
      case "", "credential" ->
          byName(named(auth, "credential", "key", "name", "secret_name"), watch.job());
      case String other when Providers.NAMES.contains(other) -> provided(other, auth, watch);
      case String other ->
          throw invalid("'source: %s' is none of %s".formatted(other, String.join(", ", SOURCES)));
    };
  }

  private Fields provided(String provider, Fields auth, Watch watch) throws ToolFailure {
    var keys =
        auth.with("provider", Text.of(provider))
            .with("secret_name", Text.of(named(auth, "secret_name", "name", "key")));
    try {
      return environment.providers().read(Providers.Wanted.of(keys), watch).fields();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ToolFailure.error("auth", "interrupted while the credential was read");
    }
  }

  private Fields byName(String name, Held job) throws ToolFailure {
    return credentials
        .find(name, job)
        .orElseThrow(
            () ->
                ToolFailure.invalid(
                    "credential_unavailable",
                    "there is no credential '%s'%s".formatted(name, credentials.hint())));
  }

  private Fields variable(String name) throws ToolFailure {
    return environment
        .find(name)
        .map(value -> Fields.of("value", Text.of(value)))
        .orElseThrow(
            () ->
                invalid(
                    "the variable %s is not set, or not allowed: list it in NOETL_ENV_ALLOW"
                        .formatted(name)));
  }

  private Fields secret(String name) throws ToolFailure {
    return environment
        .secret(name)
        .map(value -> Fields.of("value", Text.of(value)))
        .orElseThrow(
            () ->
                invalid(
                    "the secret %s is not known: set %s where the worker runs"
                        .formatted(name, Environment.variableOfSecret(name))));
  }

  /// Keeps what is secret among a call's own `fields` out of what it tells.
  public static void hide(Fields fields, Watch watch) {
    var _ = hidden(fields, watch);
  }

  private static Fields hidden(Fields fields, Watch watch) {
    Secrecy.secrets(fields).forEach(watch::hide);
    return fields;
  }

  private static String named(Fields auth, String... keys) throws ToolFailure {
    for (var key : keys) {
      if (!text(auth, key).isEmpty()) {
        return text(auth, key);
      }
    }
    throw invalid("'auth' needs one of " + String.join(", ", keys));
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }

  private static Fields map(Value value) {
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("auth", message);
  }
}
