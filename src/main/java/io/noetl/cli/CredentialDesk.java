package io.noetl.cli;

import io.noetl.secret.Credential;
import io.noetl.secret.Draft;
import io.noetl.secret.Registration;
import java.util.List;

/// Where `noetl credential` takes its wishes: the data directory of this machine, or a server.
interface CredentialDesk extends AutoCloseable {
  Registration register(Draft draft) throws InterruptedException;

  /// Those of `type`, of all if it is empty.
  List<Credential> list(String type) throws InterruptedException;

  /// False if there is none of that name.
  boolean delete(String name) throws InterruptedException;

  @Override
  void close();
}
