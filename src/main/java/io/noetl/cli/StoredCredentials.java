package io.noetl.cli;

import io.noetl.job.JobSource.Held;
import io.noetl.secret.Keychain;
import io.noetl.secret.SecretError;
import io.noetl.store.StoreUnavailable;
import io.noetl.tool.Credentials;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The credentials of the data directory, for the steps of this process. The keychain is opened
/// when the first step asks for a credential: most runs need none.
final class StoredCredentials implements Credentials {
  private static final String CODE = "credential_unavailable";

  private final Supplier<Keychain> opening;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Keychain keychain;

  StoredCredentials(Supplier<Keychain> opening) {
    this.opening = opening;
  }

  @Override
  public Optional<Fields> find(String name, Held job) throws ToolFailure {
    try {
      return keychain().find(name);
    } catch (SecretError e) {
      throw ToolFailure.invalid(CODE, e.message());
    } catch (StoreUnavailable e) {
      throw ToolFailure.error(CODE, "the credential '%s' cannot be read now".formatted(name));
    }
  }

  private Keychain keychain() {
    lock.lock();
    try {
      var open = keychain == null ? opening.get() : keychain;
      keychain = open;
      return open;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String hint() {
    return ": see noetl credential list, and add it with noetl credential register";
  }
}
