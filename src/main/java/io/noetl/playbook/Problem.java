package io.noetl.playbook;

/// Something wrong in a playbook's text. An error keeps it from being registered, a warning does
/// not. `hint` says what to do and may be empty.
public record Problem(Severity severity, Place place, String code, String message, String hint) {

  /// How bad a problem is.
  public enum Severity {
    ERROR,
    WARNING
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// `file:line:column: code: message (hint)`; a warning says so after its code. What the message
  /// shows of the text (lines after its first) comes last.
  @Override
  public String toString() {
    var label = isError() ? code : code + " (warning)";
    var advice = hint.isEmpty() ? "" : " (" + hint + ")";
    int end = message.indexOf('\n');
    var first = end < 0 ? message : message.substring(0, end);
    return place + ": " + label + ": " + first + advice + message.substring(first.length());
  }
}
