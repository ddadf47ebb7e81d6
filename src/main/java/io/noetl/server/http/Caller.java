package io.noetl.server.http;

import io.noetl.secret.Permission;
import io.noetl.secret.Role;

/// Who asks. `isOpen` says that no token was needed, and none was shown.
public record Caller(Role role, boolean isOpen) {
  /// Whoever uses what is open to everybody.
  static final Caller NOBODY = new Caller(Role.VIEWER, false);

  /// Whoever needs no token may do everything.
  boolean may(Permission permission) {
    return isOpen || role.may(permission);
  }
}
