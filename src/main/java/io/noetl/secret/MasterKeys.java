package io.noetl.secret;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The master keys that are known: the first one encrypts, the others are there for reading what
/// they encrypted before.
final class MasterKeys {
  static final MasterKeys NONE = new MasterKeys(List.of());

  private final List<MasterKey> keys;

  MasterKeys(List<MasterKey> keys) {
    this.keys = List.copyOf(keys);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /// The one to encrypt with; there must be one.
  MasterKey current() {
    return keys.getFirst();
  }

  Optional<MasterKey> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  List<MasterKey> all() {
    return keys;
  }

  List<String> ids() {
    return keys.stream().map(MasterKey::id).toList();
  }

  MasterKeys retaining(Collection<String> ids) {
    return new MasterKeys(keys.stream().filter(key -> ids.contains(key.id())).toList());
  }
}
