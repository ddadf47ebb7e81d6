package io.noetl.tool;

import io.noetl.job.JobSource.Held;
import io.noetl.value.Fields;
import java.util.Optional;

/// Credentials by name.
public interface Credentials {
  /// Where no credential is known.
  Credentials NONE =
      new Credentials() {
        @Override
        public Optional<Fields> find(String name, Held job) {
          return Optional.empty();
        }

        @Override
        public String hint() {
          return ": none can be kept here; use {source: secret, name: ...} or"
              + " {source: env, name: ...}";
        }
      };

  /// The credential's fields, among them `type` (`bearer`, `postgres`), for a job that is held.
  /// Throws where there is one that cannot be had.
  Optional<Fields> find(String name, Held job) throws ToolFailure;

  /// What to tell those who ask for one that is not there.
  default String hint() {
    return "";
  }
}
