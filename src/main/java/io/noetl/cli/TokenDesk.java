package io.noetl.cli;

import io.noetl.secret.AccessToken;
import io.noetl.secret.AccessTokens;
import io.noetl.secret.Role;
import java.time.Duration;
import java.util.List;

/// Where `noetl token` takes its wishes: the data directory of this machine, or a server.
interface TokenDesk extends AutoCloseable {
  /// A token that is good for `lifetime`; for ever if that is zero.
  AccessTokens.Created create(String name, Role role, Duration lifetime);

  List<AccessToken> list();

  /// False if there is no token with that id, or if it was revoked before.
  boolean revoke(String id);

  @Override
  void close();
}
