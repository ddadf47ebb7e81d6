package io.noetl.tool.http;

import io.noetl.job.Failure;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// Answers that stand in for servers that are not there, for trying playbooks out:
/// `NOETL_HTTP_MOCK_LOCAL=true` for hosts that end in `.local`, `NOETL_HTTP_MOCK_ON_ERROR=true`
/// where no connection comes about.
public record Mocks(boolean local, boolean onError) {
  public static final Mocks NONE = new Mocks(false, false);

  /// The code of failures that have no answer.
  private static final String UNANSWERED = "http_request";

  /// Sends the request.
  @FunctionalInterface
  interface Sending {
    Fields send() throws ToolFailure, InterruptedException;
  }

  /// What the environment asks for.
  public static Mocks of(Map<String, String> environment) {
    return new Mocks(
        isOn(environment, "NOETL_HTTP_MOCK_LOCAL"), isOn(environment, "NOETL_HTTP_MOCK_ON_ERROR"));
  }

  private static boolean isOn(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").strip().equalsIgnoreCase("true");
  }

  Value around(ToolCall call, Sending sending) throws ToolFailure, InterruptedException {
    if (local && isLocal(call.text("endpoint"))) {
      return mocked(call, "local_domain");
    }
    try {
      return sending.send();
    } catch (ToolFailure e) {
      boolean isUnanswered =
          e.failure().kind() == Failure.Kind.ERROR && e.failure().code().equals(UNANSWERED);
      if (onError && isUnanswered) {
        return mocked(call, e.failure().message());
      }
      throw e;
    }
  }

  private static boolean isLocal(String endpoint) {
    try {
      var host = URI.create(endpoint.strip()).getHost();
      return host != null && host.toLowerCase(Locale.ROOT).endsWith(".local");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Fields mocked(ToolCall call, String reason) {
    var method = call.text("method").isBlank() ? "GET" : call.text("method");
    var data =
        Fields.builder()
            .put("mocked", true)
            .put("reason", reason)
            .put("endpoint", call.text("endpoint"))
            .put("method", method.toUpperCase(Locale.ROOT))
            .put("params", call.config("params"))
            .put("payload", call.config("payload"))
            .put("data", call.data())
            .build();
    return Fields.builder()
        .put("status_code", 200)
        .put("headers", Fields.EMPTY)
        .put("url", call.text("endpoint"))
        .put("elapsed", 0)
        .put("data", data)
        .build();
  }
}
