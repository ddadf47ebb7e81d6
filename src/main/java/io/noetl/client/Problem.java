package io.noetl.client;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Text;

/// A server refused a request: its status, and the problem document (RFC 9457) that says why.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int EXCERPT = 200;

  private final int status;
  private final transient Fields document;

  private Problem(int status, Fields document, String message) {
    super(message);
    this.status = status;
    this.document = document;
  }

  /// What an answer that is no success tells; also one of something else than our server.
  static Problem of(int status, String body) {
    var document = document(body);
    var detail = text(document, "detail");
    if (detail.isEmpty()) {
      var excerpt = body.length() <= EXCERPT ? body : body.substring(0, EXCERPT) + " ...";
      detail = "the server answered %d: %s".formatted(status, excerpt.strip());
    }
    return new Problem(status, document, detail);
  }

  private static Fields document(String body) {
    try {
      return Json.read(body) instanceof Fields fields ? fields : Fields.EMPTY;
    } catch (JsonError e) {
      return Fields.EMPTY;
    }
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }

  public int status() {
    return status;
  }

  /// What went wrong, for programs: `not-found`, `stale`; empty if it was not said.
  public String code() {
    return text(document, "code");
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /// The whole document.
  public Fields document() {
    return document;
  }
}
