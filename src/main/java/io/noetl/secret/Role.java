package io.noetl.secret;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the holder of an access token is. Each of the first three may do all that the one before
/// may; a worker stands apart, so that a stolen worker's token starts nothing.
public enum Role {
  VIEWER,
  OPERATOR,
  ADMIN,
  WORKER;

  public boolean may(Permission permission) {
    return switch (permission) {
      case READ -> this != WORKER;
      case OPERATE -> this == OPERATOR || this == ADMIN;
      case ADMINISTER -> this == ADMIN;
      case WORK -> this == WORKER;
    };
  }

  /// Its word: `viewer`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of that word.
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  @Override
  public String toString() {
    return word();
  }
}
