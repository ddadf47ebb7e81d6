package io.noetl.tool.http;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Makes the request that an http step means.
///
/// `params` go into the query. `data.query` and `data.body` say themselves where they belong;
/// without them all of `data` is the query of a GET, HEAD or DELETE and the body of the others;
/// `payload` is the body where `data` gives none.
final class Requests {
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE", "OPTIONS");
  private static final String CONTENT_TYPE = "Content-Type";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final ToolCall call;
  private final FileRoot files;
  private final String method;

  private Requests(ToolCall call, FileRoot files) {
    this.call = call;
    this.files = files;
    method = method(call);
  }

  /// GET unless the step says otherwise, or sends a file.
  static String method(ToolCall call) {
    if (!call.text("method").isBlank()) {
      return call.text("method").strip().toUpperCase(Locale.ROOT);
    }
    return Upload.isGiven(call) ? "POST" : "GET";
  }

  /// Whether what such a request is given is its query.
  static boolean isWithoutBody(String method) {
    return WITHOUT_BODY.contains(method);
  }

  static HttpRequest.Builder of(ToolCall call, Logins login, FileRoot files) throws ToolFailure {
    try {
      return new Requests(call, files).build(login);
    } catch (IllegalArgumentException e) {
      throw ToolFailure.invalid("http_request", "the request cannot be made: " + e.getMessage());
    }
  }

  private HttpRequest.Builder build(Logins login) throws ToolFailure {
    var headers = headers();
    headers.putAll(login.headers());
    var uri = uri(login);
    var request = HttpRequest.newBuilder(uri).method(method, publisher(headers));
    // Over plain HTTP some servers answer an offer to upgrade with an error.
    request.version(
        uri.getScheme().equals("https") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    headers.forEach(request::setHeader);
    return request;
  }

  /// The body; what it is goes to the headers.
  private BodyPublisher publisher(Map<String, String> headers) throws ToolFailure {
    var body = body();
    var upload = Upload.of(call, body, files);
    if (upload.isPresent()) {
      // What the step itself says of a whole file counts; a form's boundary only we know.
      boolean isForm = call.config("files") instanceof Fields;
      if (isForm || type(headers).isEmpty()) {
        headers.put(CONTENT_TYPE, upload.get().type());
      }
      return upload.get().body();
    }
    if (body == Null.NULL) {
      return BodyPublishers.noBody();
    }
    var content = Content.of(body, type(headers));
    if (!content.type().isEmpty()) {
      headers.put(CONTENT_TYPE, content.type());
    }
    return BodyPublishers.ofByteArray(content.bytes());
  }

  private URI uri(Logins login) throws ToolFailure {
    var endpoint = call.text("endpoint").strip();
    if (!endpoint.startsWith("http://") && !endpoint.startsWith("https://")) {
      throw ToolFailure.invalid(
          "http_request",
          "'endpoint' must begin with http:// or https://, is '%s'".formatted(endpoint));
    }
    return URI.create(Urls.withQuery(endpoint, query().overlaid(login.query())));
  }

  private Fields query() {
    var query = call.config("params") instanceof Fields params ? params : Fields.EMPTY;
    if (call.data() instanceof Fields data) {
      if (data.get("query") instanceof Fields given) {
        return query.overlaid(given);
      }
      if (!data.has("body") && WITHOUT_BODY.contains(method)) {
        return query.overlaid(data);
      }
    }
    return query;
  }

  private Value body() {
    if (call.data() instanceof Fields data) {
      if (data.has("body")) {
        return data.get("body");
      }
      if (!data.isEmpty() && !data.has("query") && !WITHOUT_BODY.contains(method)) {
        return data;
      }
      return call.config("payload");
    }
    return call.data();
  }

  /// Header names know no case; the last one given counts.
  private Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    if (call.config("headers") instanceof Fields given) {
      given.forEach(
          (name, value) -> {
            if (value != Null.NULL) {
              headers.put(name.equalsIgnoreCase(CONTENT_TYPE) ? CONTENT_TYPE : name, text(value));
            }
          });
    }
    boolean hasKey = headers.keySet().stream().anyMatch(IDEMPOTENCY_KEY::equalsIgnoreCase);
    if (call.config("idempotent") == Bool.TRUE && !hasKey) {
      headers.put(IDEMPOTENCY_KEY, call.key());
    }
    return headers;
  }

  private static String type(Map<String, String> headers) {
    return headers.getOrDefault(CONTENT_TYPE, "");
  }

  static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }
}
