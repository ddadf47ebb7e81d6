package io.noetl.server.parts;

import java.util.Optional;

/// Who may come in.
public interface Access {
  /// For a server without tokens: nobody can show one.
  Access NONE =
      new Access() {
        @Override
        public Optional<Role> role(String token) {
          return Optional.empty();
        }

        @Override
        public boolean hasTokens() {
          return false;
        }
      };

  /// The role of the one who shows this token; empty if it is unknown, expired or revoked.
  Optional<Role> role(String token);

  /// Whether there is any token that opens something.
  boolean hasTokens();
}
