package io.noetl.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Builtins by their names.
final class Library {
  private final Map<String, Builtin> builtins;

  private Library(Map<String, Builtin> builtins) {
    this.builtins = builtins;
  }

  /// What the definers define, in one.
  @SafeVarargs
  static Library of(Consumer<Shelf>... definers) {
    var shelf = new Shelf();
    for (var definer : definers) {
      definer.accept(shelf);
    }
    return new Library(Collections.unmodifiableMap(shelf.map));
  }

  Optional<Builtin> find(String name) {
    return Optional.ofNullable(builtins.get(name));
  }

  Set<String> names() {
    return builtins.keySet();
  }

  /// Takes definitions.
  static final class Shelf {
    private final Map<String, Builtin> map = new LinkedHashMap<>();

    private Shelf() {}

    /// Defines a builtin whose arguments `signature` names ([Signature#of]).
    Shelf fixed(String name, String signature, Builtin.Body body) {
      map.put(name, new Builtin.Fixed(Signature.of(signature), body));
      return this;
    }

    Shelf open(String name, Builtin.OpenBody body) {
      map.put(name, new Builtin.Open(body));
      return this;
    }

    /// Another name for what is defined already.
    Shelf alias(String alias, String name) {
      var builtin = map.get(name);
      if (builtin == null) {
        throw new IllegalStateException("nothing is named " + name);
      }
      map.put(alias, builtin);
      return this;
    }
  }
}
