package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Guard;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.server.http.Sessions;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sessions of browsers: a token is shown once, then a cookie stands for it, which the page renews.
public final class SessionApi {
  private static final String THEME = "Session";

  private static final Form SESSION =
      Form.of(
          "Session",
          Field.text("role", "Who the caller is.").needed(),
          Field.truth("token_needed", "Whether a token is needed here.").needed(),
          Field.list("permissions", "What the caller may do.").needed(),
          Field.text("expires_at", "When the session ends; null without one."));

  private final Sessions sessions;

  SessionApi(Sessions sessions) {
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/session")
            .needs(Permission.READ)
            .in(THEME)
            .says("Who the caller is, and what that allows.")
            .answers(SESSION)
            .does(request -> Reply.json(json(request, end(request)))),
        Route.post("/api/session")
            .needs(Permission.READ)
            .in(THEME)
            .says("Sets a cookie that stands for the token in Authorization, or renews it.")
            .answers(SESSION)
            .does(this::open),
        Route.delete("/api/session")
            .needs(Permission.READ)
            .in(THEME)
            .says("Ends the session of the cookie.")
            .answers(SESSION)
            .does(this::close));
  }

  /// With a token that is shown, or with the cookie of a session that is good still.
  private Reply open(Request request) {
    var authorization = request.header("Authorization");
    var session = sessions.find(request.header("Cookie"));
    if (authorization.isEmpty() && session.isEmpty()) {
      return without(request);
    }
    return authorization.isEmpty()
        ? sessions.renew(session).map(it -> opened(request, it)).orElseGet(() -> without(request))
        : Guard.token(authorization)
            .flatMap(sessions::open)
            .map(it -> opened(request, it))
            .orElseThrow(SessionApi::missing);
  }

  /// Nothing is needed where everybody is let in.
  private static Reply without(Request request) {
    if (request.caller().isOpen()) {
      return Reply.json(json(request, Optional.empty()));
    }
    throw missing();
  }

  private static Fault missing() {
    return Fault.of(400, "token-missing", "a session is opened with Authorization: Bearer ...");
  }

  private static Reply opened(Request request, Sessions.Opened opened) {
    var reply = Reply.json(json(request, Optional.of(opened.end())));
    var seconds = Math.max(1, opened.left().toSeconds());
    return Reply.with(
        reply,
        "Set-Cookie",
        cookie(request, Sessions.cookie(opened.name()), opened.name(), seconds));
  }

  /// When the session ends that let the caller in.
  private Optional<Instant> end(Request request) {
    return request.header("Authorization").isEmpty()
        ? sessions.end(sessions.find(request.header("Cookie")))
        : Optional.empty();
  }

  /// All of them: one under an older key would let the browser in again.
  private Reply close(Request request) {
    var all = sessions.all(request.header("Cookie"));
    all.forEach(sessions::close);
    var reply = Reply.json(json(request, Optional.empty()));
    var cookies =
        all.stream()
            .map(it -> cookie(request, Sessions.cookie(it), "", 0))
            .collect(Collectors.joining(Reply.LINE_END));
    return cookies.isEmpty() ? reply : Reply.with(reply, "Set-Cookie", cookies);
  }

  /// A page that came over TLS gets a cookie that goes over TLS only.
  private static String cookie(Request request, String name, String value, long seconds) {
    boolean isSecure = request.header("Origin").startsWith("https://");
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(name, value, seconds, isSecure ? "; Secure" : "");
  }

  private static Fields json(Request request, Optional<Instant> end) {
    var caller = request.caller();
    var permissions =
        Stream.of(Permission.values())
            .filter(it -> caller.isOpen() || caller.role().may(it))
            .<Value>map(it -> Text.of(it.name().toLowerCase(Locale.ROOT)))
            .toList();
    return Fields.builder()
        .put("role", caller.role().word())
        .put("token_needed", !caller.isOpen())
        .put("permissions", new Items(permissions))
        .put("expires_at", end.<Value>map(it -> Text.of(Times.utc(it))).orElse(Null.NULL))
        .build();
  }
}
