package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The logins that a playbook names once for all its steps (`keychain:`): a step's `auth` that is
/// one of these names becomes what stands under it.
final class NamedAuth {
  /// Keys that already say where a login comes from, in the words of `auth`.
  private static final List<String> SOURCES =
      List.of("credential", "key", "source", "env", "inline", "secret_name");

  private static final Set<String> TYPES =
      Set.of("bearer", "basic", "api_key", "header", "postgres", "generic");

  private static final Set<String> OAUTH =
      Set.of("oauth2", "oauth2_client_credentials", "client_credentials");

  /// For people, or about how long something is kept, which is decided here by what it is.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("name", "kind", "type", "description", "scope", "ttl", "ttl_seconds", "auto_renew");

  private final Map<String, Value> known = new HashMap<>();

  /// Reads the entry, a list of maps with `name`, or a map of them.
  void read(Entry entry, Reading reading) {
    switch (entry.value()) {
      case Sequence(_, var items) ->
          items.forEach(
              item -> {
                if (item instanceof Mapping map
                    && map.find("name").map(Entry::value).orElse(null) instanceof Scalar name) {
                  put(name.text().strip(), map, reading);
                } else {
                  reading
                      .problems()
                      .error(
                          item.spot(),
                          "wrong-shape",
                          "an entry of the keychain must be a map with `name`",
                          "write - {name: api, credential: my_api}");
                }
              });
      case Mapping(_, var entries) ->
          entries.forEach(each -> put(each.name(), each.value(), reading));
      case Scalar _ -> reading.wrongShape(entry, "a list of maps, or a map");
    }
  }

  private void put(String name, Written written, Reading reading) {
    reading.templates().check(written, Names.NONE);
    if (!(written instanceof Mapping map)) {
      known.put(name, written.value()); // The name of a credential.
      return;
    }
    var fields = map.value();
    if (SOURCES.stream().anyMatch(fields::has)) {
      known.put(name, typed(fields, text(fields, "kind", "type")));
      return;
    }
    var type = text(fields, "kind", "type");
    if (OAUTH.contains(type)) {
      known.put(name, inline("oauth2_client_credentials", client(fields)));
    } else if (TYPES.contains(type)) {
      known.put(name, inline(type, rest(fields)));
    } else {
      known.put(name, Text.of(name));
      var what = type.isEmpty() ? "without a `kind`" : "of kind `%s`".formatted(type);
      reading
          .problems()
          .error(
              map.spot(),
              "unsupported-key",
              "an entry of the keychain %s is not understood".formatted(what),
              "register a credential, and name it here: {name: %s, credential: NAME}"
                  .formatted(name));
    }
  }

  private static Fields typed(Fields fields, String type) {
    var auth = fields.without("name").without("kind").without("type").without("description");
    // Where the source needs its own name, that is what `name` was.
    var source = fields.get("source");
    boolean needsName = source != Null.NULL && !auth.has("key") && !auth.has("secret_name");
    var named = needsName ? auth.with("name", fields.get("name")) : auth;
    boolean isType = !type.isEmpty() && !type.equals("credential");
    return isType ? named.with("type", Text.of(type)) : named;
  }

  private static Value inline(String type, Fields fields) {
    return Fields.of("type", Text.of(type), "inline", fields);
  }

  private static Fields rest(Fields fields) {
    var rest = Fields.builder();
    fields.forEach(
        (name, value) -> {
          if (value instanceof Fields inner && (name.equals("data") || name.equals("fields"))) {
            rest.putAll(inner);
          } else if (!WITHOUT_EFFECT.contains(name)) {
            rest.put(name, value);
          }
        });
    return rest.build();
  }

  /// A token's request in the words that our client takes.
  private static Fields client(Fields fields) {
    var rest = rest(fields);
    var client = Fields.builder();
    for (var url : List.of("endpoint", "url", "token_url")) {
      rest.find(url).ifPresent(value -> client.put("token_url", value));
    }
    for (var name : List.of("client_id", "client_secret", "scope", "audience", "client_auth")) {
      rest.find(name).ifPresent(value -> client.put(name, value));
    }
    return client.build();
  }

  private static String text(Fields fields, String... names) {
    for (var name : names) {
      if (fields.get(name) instanceof Text(var text)) {
        return text.toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /// What a step's `auth` stands for.
  Value resolved(Value auth) {
    return auth instanceof Text(var name) ? known.getOrDefault(name, auth) : auth;
  }
}
