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
          return ": none can be kept here; use {source: secret, name: ...} or"
              + " {source: env, name: ...}";
        }
      };

  /// The credential's fields, among them `type` (`bearer`, `postgres`). Throws where there is one
  /// that cannot be had.
  Optional<Fields> find(String name) throws ToolFailure;

  /// What to tell those who ask for one that is not there.
  default String hint() {
    return "";
  }
}
