package io.noetl.server.http;

import io.noetl.server.parts.Permission;
import io.noetl.server.parts.Role;

/// Who asks. `isOpen` says that no token was needed, and none was shown.
public record Caller(Role role, boolean isOpen) {
  /// Whoever needs no token may do everything.
  boolean may(Permission permission) {
    return isOpen || role.may(permission);
  }
}
