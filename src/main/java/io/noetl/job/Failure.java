package io.noetl.job;

import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;

/// Why an attempt ended badly: data, not an exception.
///
/// `code` is a short stable word (`http_status`, `python_exception`, `timeout`); `message` is for
/// people and never empty; `trace` may hold a traceback; `result` what the tool returned all the
/// same (an HTTP response of status 503), or null.
public record Failure(Kind kind, String code, String message, String trace, Value result) {

  /// What sort of failure it is.
  public enum Kind {
    /// The tool's work failed; another attempt may succeed.
    ERROR,
    /// The call itself is wrong (a template error, a missing key): no attempt will ever succeed.
    INVALID,
    /// The attempt took longer than its timeout.
    TIMEOUT,
    /// It was told to stop.
    CANCELLED,
    /// The worker was lost again and again.
    WORKER_LOST
  }

  public Failure {
    if (message.isBlank()) {
      throw new IllegalArgumentException("a failure must say what went wrong");
    }
  }

  public static Failure error(String code, String message) {
    return new Failure(Kind.ERROR, code, message, "", Null.NULL);
  }

  public static Failure invalid(String code, String message) {
    return new Failure(Kind.INVALID, code, message, "", Null.NULL);
  }

  public static Failure timeout(String message) {
    return new Failure(Kind.TIMEOUT, "timeout", message, "", Null.NULL);
  }

  public static Failure cancelled(String message) {
    return new Failure(Kind.CANCELLED, "cancelled", message, "", Null.NULL);
  }

  public Failure withResult(Value newResult) {
    return new Failure(kind, code, message, trace, newResult);
  }

  /// The same with `where` before its message: which part of the work it was.
  public Failure within(String where) {
    return new Failure(kind, code, where + message, trace, result);
  }

  public Failure withTrace(String newTrace) {
    return new Failure(kind, code, message, newTrace, result);
  }

  public Fields toFields() {
    var fields =
        Fields.builder()
            .put("kind", kind.name().toLowerCase(java.util.Locale.ROOT))
            .put("code", code)
            .put("message", message);
    if (!trace.isEmpty()) {
      fields.put("trace", trace);
    }
    if (result != Null.NULL) {
      fields.put("result", result);
    }
    return fields.build();
  }

  public static Failure of(Fields fields) {
    return new Failure(
        Kind.valueOf(text(fields, "kind").toUpperCase(java.util.Locale.ROOT)),
        text(fields, "code"),
        text(fields, "message"),
        text(fields, "trace"),
        fields.get("result"));
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }
}
