package io.noetl.template;

/// A template that cannot be read or rendered: what was expected, what was found, and where.
public final class TemplateError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final boolean undefined;
  private final String hint;

  TemplateError(int offset, String message, boolean undefined, String hint) {
    super(message, null, false, false);
    this.offset = offset;
    this.undefined = undefined;
    this.hint = hint;
  }

  public TemplateError(String message, int offset) {
    this(offset, message, false, "");
  }

  static TemplateError at(int offset, String message) {
    return new TemplateError(offset, message, false, "");
  }

  static TemplateError at(int offset, String message, String hint) {
    return new TemplateError(offset, message, false, hint);
  }

  /// The place in the template's source, in characters from its beginning.
  public int offset() {
    return offset;
  }

  /// What is wrong, without the hint.
  public String message() {
    var message = getMessage();
    return message == null ? "" : message;
  }

  /// Whether it failed only because an operand is undefined.
  public boolean undefined() {
    return undefined;
  }

  /// What to do about it, or empty.
  public String hint() {
    return hint;
  }

  /// The same error, its message led by the place of the template in a document.
  public TemplateError within(String place) {
    return new TemplateError(offset, place + ": " + message(), undefined, hint);
  }
}
