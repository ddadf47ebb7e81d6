package io.noetl.secret;

/// A secret cannot be had, kept or read. The message never holds any part of one.
public final class SecretError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Kind kind;

  /// What is wrong.
  public enum Kind {
    /// The master key that a credential needs is not known here.
    KEY_MISSING,
    /// A credential's text was changed, cut, or belongs to another name.
    DAMAGED,
    /// A master key, or where it is kept, is not as it must be.
    KEY_UNUSABLE
  }

  private SecretError(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static SecretError missing(String message) {
    return new SecretError(Kind.KEY_MISSING, message);
  }

  static SecretError damaged(String message) {
    return new SecretError(Kind.DAMAGED, message);
  }

  static SecretError unusable(String message) {
    return new SecretError(Kind.KEY_UNUSABLE, message);
  }

  public Kind kind() {
    return kind;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
