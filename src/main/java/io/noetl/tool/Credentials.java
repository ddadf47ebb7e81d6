package io.noetl.tool;

import io.noetl.value.Fields;
import java.util.Optional;

/// Credentials by name.
public interface Credentials {
  /// Where no credential is known.
  Credentials NONE =
      new Credentials() {
        @Override
        public Optional<Fields> find(String name) {
          return Optional.empty();
        }

        @Override
        public String hint() {
          return ": the store of credentials comes with the server; until then use"
              + " {source: secret, name: ...} or {source: env, name: ...}";
        }
      };

  /// The credential's fields, among them `type` (`bearer`, `postgres`).
  Optional<Fields> find(String name);

  /// What to tell those who ask for one that is not there.
  default String hint() {
    return "";
  }
}
