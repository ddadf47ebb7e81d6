package io.noetl.cli;

import io.noetl.secret.AccessToken;
import io.noetl.secret.AccessTokens;
import io.noetl.secret.Credential;
import io.noetl.secret.Draft;
import io.noetl.secret.Keychain;
import io.noetl.secret.Registration;
import io.noetl.secret.Role;
import io.noetl.secret.Rotation;
import io.noetl.store.Store;
import java.time.Duration;
import java.util.List;

/// The credentials and tokens of a data directory.
final class LocalDesk {
  private LocalDesk() {}

  record Credentials(Store store, Keychain keychain) implements CredentialDesk {
    @Override
    public Registration register(Draft draft) {
      return keychain.register(draft);
    }

    @Override
    public List<Credential> list(String type) {
      return keychain.list(type, "");
    }

    @Override
    public boolean delete(String name) {
      return keychain.delete(name);
    }

    Rotation rotate(Rotation.OldKeys oldKeys) {
      return keychain.rotate(oldKeys);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  record Tokens(Store store, AccessTokens tokens) implements TokenDesk {
    @Override
    public AccessTokens.Created create(String name, Role role, Duration lifetime) {
      return tokens.create(name, role, lifetime);
    }

    @Override
    public List<AccessToken> list() {
      return tokens.list();
    }

    @Override
    public boolean revoke(String id) {
      return tokens.revoke(id);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
