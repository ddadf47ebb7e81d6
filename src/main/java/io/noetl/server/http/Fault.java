package io.noetl.server.http;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request that is not fulfilled: what becomes of it is a problem document (RFC 9457). `code` is
/// a short stable word, `detail` a sentence for people that says what to do.
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What is shown of a text that was not expected.
  private static final int SHOWN_MAX = 80;

  private final int status;
  private final String code;
  private final transient List<Flaw> flaws;
  private final transient Fields more;
  private final transient Map<String, String> headers;

  /// One field or parameter that is not as it should be.
  public record Flaw(String field, String expected, String found) {
    Fields json() {
      return Fields.builder()
          .put("field", field)
          .put("expected", expected)
          .put("found", found)
          .build();
    }

    String words() {
      return "%s: expected %s, found %s".formatted(field, expected, found);
    }
  }

  private Fault(int status, String code, String detail, List<Flaw> flaws, Fields more) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.flaws = List.copyOf(flaws);
    this.more = more;
    this.headers = new LinkedHashMap<>();
  }

  public static Fault of(int status, String code, String detail) {
    return new Fault(status, code, detail, List.of(), Fields.EMPTY);
  }

  /// The same, with more to be found in the document.
  public static Fault of(int status, String code, String detail, Fields more) {
    return new Fault(status, code, detail, List.of(), more);
  }

  public static Fault notFound(String field, String detail) {
    return of(404, "not-found", detail, Fields.of("field", Text.of(field)));
  }

  /// Fields of the body.
  public static Fault body(List<Flaw> flaws) {
    return new Fault(422, "invalid-body", words(flaws), flaws, Fields.EMPTY);
  }

  public static Fault body(String field, String expected, String found) {
    return body(List.of(new Flaw(field, expected, found)));
  }

  /// Parameters of path, query or headers.
  public static Fault parameter(String name, String expected, String found) {
    var flaw = new Flaw(name, expected, "'%s'".formatted(shortened(found)));
    return new Fault(400, "invalid-parameter", flaw.words(), List.of(flaw), Fields.EMPTY);
  }

  private static String words(List<Flaw> flaws) {
    return String.join("; ", flaws.stream().map(Flaw::words).toList());
  }

  public Fault withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /// The connection ends with it: the rest of the request's body is not read.
  Fault closing() {
    return withHeader(Reply.CONNECTION, Reply.CLOSE);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  /// The problem document for a request to `path`.
  Fields json(String path) {
    var json =
        Fields.builder()
            .put("type", "urn:noetl:problem:" + code)
            .put("title", title())
            .put("status", status)
            .put("detail", String.valueOf(getMessage()))
            .put("instance", path)
            .put("code", code);
    if (!flaws.isEmpty()) {
      json.put("errors", new Items(flaws.stream().<Value>map(Flaw::json).toList()));
    }
    return json.putAll(more).build();
  }

  private String title() {
    var words = code.replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /// The text, cut where it gets long, without what a terminal or a log could take for commands.
  static String shortened(String text) {
    var head = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + " ...";
    var shown = new StringBuilder(head.length());
    head.chars()
        .forEach(c -> shown.append(Character.isISOControl(c) || isHalf(c) ? '\uFFFD' : (char) c));
    return shown.toString();
  }

  private static boolean isHalf(int c) {
    return Character.isSurrogate((char) c);
  }
}
