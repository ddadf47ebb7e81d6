package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// What is shown to a token server for a token (RFC 6749, 4.4): the client's id and secret, and
/// what the token is for. `form` is all that is sent but these two.
record Grant(String endpoint, Client client, Fields form) {
  static final String TYPE = "oauth2_client_credentials";

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// How a client shows who it is: by Basic authentication, which every token server takes, or in
  /// the form, which some prefer against the rule.
  private enum Showing {
    BASIC,
    BODY
  }

  private record Client(String id, String secret, Showing showing) {}

  /// Empty for credentials of other types.
  static Optional<Grant> of(Fields auth) throws ToolFailure {
    if (!(auth.get("type") instanceof Text(var type)) || !type.equals(TYPE)) {
      return Optional.empty();
    }
    var client =
        new Client(
            Logins.need(auth, "client_id"), Logins.need(auth, "client_secret"), showing(auth));
    var form = Fields.builder().put("grant_type", "client_credentials");
    var scope = Logins.first(auth, "scope", "scopes");
    if (!scope.isEmpty()) {
      form.put("scope", scope);
    }
    if (auth.get("audience") != Null.NULL) {
      form.put("audience", auth.get("audience"));
    }
    return Optional.of(new Grant(Logins.need(auth, "token_url"), client, form.build()));
  }

  private static Showing showing(Fields auth) throws ToolFailure {
    return switch (Logins.first(auth, "client_auth")) {
      case "", "basic" -> Showing.BASIC;
      case "body" -> Showing.BODY;
      case String other ->
          throw ToolFailure.invalid(
              "auth", "'client_auth' of the credential is basic or body, found " + other);
    };
  }

  HttpRequest request() throws ToolFailure {
    var sent =
        switch (client.showing()) {
          case BASIC -> form;
          case BODY ->
              form.with("client_id", Text.of(client.id()))
                  .with("client_secret", Text.of(client.secret()));
        };
    try {
      var request =
          HttpRequest.newBuilder(URI.create(endpoint))
              .timeout(TIMEOUT)
              .header("Accept", "application/json")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(Urls.form(sent)));
      if (client.showing() == Showing.BASIC) {
        request.header("Authorization", "Basic " + basic());
      }
      return request.build();
    } catch (IllegalArgumentException e) {
      throw ToolFailure.invalid("auth", "'token_url' of the credential: " + e.getMessage());
    }
  }

  /// Both are encoded as in a form before they are joined: so the standard has it.
  private String basic() {
    var pair = Urls.encode(client.id()) + ":" + Urls.encode(client.secret());
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /// Without what is secret.
  @Override
  public String toString() {
    return "Grant[" + endpoint + "]";
  }
}
