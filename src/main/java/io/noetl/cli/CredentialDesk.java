package io.noetl.cli;

import io.noetl.secret.Credential;
import io.noetl.secret.Draft;
import io.noetl.secret.Registration;
import io.noetl.secret.Rotation;
import java.util.List;

/// Where `noetl credential` takes its wishes: the data directory of this machine, or a server.
interface CredentialDesk extends AutoCloseable {
  Registration register(Draft draft);

  /// Those of `type`, of all if it is empty.
  List<Credential> list(String type);

  /// False if there is none of that name.
  boolean delete(String name);

  Rotation rotate(Rotation.OldKeys oldKeys);

  @Override
  void close();
}
