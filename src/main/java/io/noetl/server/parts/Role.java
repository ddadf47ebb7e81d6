package io.noetl.server.parts;

import java.util.Locale;

/// Who a caller is. Those who operate may look, and those who administer may do both; a worker may
/// work and nothing else.
public enum Role {
  VIEWER,
  OPERATOR,
  ADMIN,
  WORKER;

  public boolean may(Permission permission) {
    return switch (permission) {
      case PUBLIC -> true;
      case READ -> this != WORKER;
      case OPERATE -> this == OPERATOR || this == ADMIN;
      case ADMINISTER -> this == ADMIN;
      case WORK -> this == WORKER;
    };
  }

  /// As it stands in tokens and answers.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
