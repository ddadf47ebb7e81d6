package io.noetl.tool.http;

import io.noetl.tool.Auth;
import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The requests of one call: they log in alike, and travel alike.
final class Session {
  private static final int REDIRECTS_MAX = 50;
  private static final int UNAUTHORIZED = 401;

  private final Parts parts;
  private final Courier.Manner manner;
  private final Fields credential;
  private final Optional<Grant> grant;
  private final Duration limit;
  private final Watch watch;
  private String home = "";

  /// What all sessions of a process share.
  record Parts(Auth auth, Courier courier, Tokens tokens, FileRoot files) {}

  /// An answer to each request must begin within `limit`, unless that is zero.
  Session(Parts parts, ToolCall call, Duration limit, Watch watch) throws ToolFailure {
    this.parts = parts;
    this.limit = limit;
    this.watch = watch;
    manner = manner(call);
    boolean logsIn = call.config("auth") != Null.NULL;
    credential = logsIn ? parts.auth().resolve(call.config("auth"), watch) : Fields.EMPTY;
    grant = Grant.of(credential);
  }

  private static Courier.Manner manner(ToolCall call) throws ToolFailure {
    return new Courier.Manner(
        redirects(call), call.config("idempotent") == Bool.TRUE, proxy(call.config("proxy")));
  }

  private static int redirects(ToolCall call) throws ToolFailure {
    if (call.config("follow_redirects") == Bool.FALSE) {
      return 0;
    }
    return switch (call.config("max_redirects")) {
      case Null _ -> Redirects.FOLLOWED_MAX;
      case Num.Int(var number) when number >= 0 && number <= REDIRECTS_MAX -> (int) number;
      case Value other ->
          throw ToolFailure.invalid(
              "http_request",
              "'max_redirects' must be a number from 0 to %d, is %s"
                  .formatted(REDIRECTS_MAX, Requests.text(other)));
    };
  }

  private static Optional<Proxies.Server> proxy(Value proxy) throws ToolFailure {
    if (!(proxy instanceof Text(var text)) || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Proxies.Server.of(text.strip()));
    } catch (IllegalArgumentException _) {
      // The text may hold a password.
      throw ToolFailure.invalid("http_request", "'proxy' must look like http://host:port");
    }
  }

  /// Where the first request goes is the session's home; the login is for that server alone.
  Exchange send(ToolCall call) throws ToolFailure, InterruptedException {
    var origin = origin(call);
    home = home.isEmpty() ? origin : home;
    if (!origin.equals(home)) {
      return exchange(call, Logins.NONE);
    }
    if (grant.isPresent()) {
      return withToken(call, grant.get());
    }
    return exchange(call, credential.isEmpty() ? Logins.NONE : Logins.of(credential));
  }

  private static String origin(ToolCall call) {
    try {
      return Redirects.origin(
          URI.create(Urls.withQuery(call.text("endpoint").strip(), Fields.EMPTY)));
    } catch (IllegalArgumentException _) {
      // The request will say so.
      return call.text("endpoint");
    }
  }

  private Exchange withToken(ToolCall call, Grant wanted) throws ToolFailure, InterruptedException {
    var token = parts.tokens().find(wanted, "", watch);
    var exchange = exchange(call, Logins.bearer(token));
    if (exchange.response().statusCode() != UNAUTHORIZED) {
      return exchange;
    }
    // It may have been revoked before its time. Once: another refusal is meant.
    exchange.giveUp();
    return exchange(call, Logins.bearer(parts.tokens().find(wanted, token, watch)));
  }

  private Exchange exchange(ToolCall call, Logins login) throws ToolFailure, InterruptedException {
    var building = Requests.of(call, login, parts.files());
    var request = (limit.isZero() ? building : building.timeout(limit)).build();
    return new Exchange(request, parts.courier().send(request, login.headers().keySet(), manner));
  }
}
