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
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Sessions of browsers: a token is shown once, then a cookie stands for it for an hour.
public final class SessionApi {
  private static final String THEME = "Session";

  private static final Form SESSION =
      Form.of(
          "Session",
          Field.text("role", "Who the caller is.").needed(),
          Field.truth("token_needed", "Whether a token is needed here.").needed(),
          Field.list("permissions", "What the caller may do.").needed());

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
            .does(request -> Reply.json(json(request))),
        Route.post("/api/session")
            .needs(Permission.READ)
            .in(THEME)
            .says("Sets a cookie that stands for the token in Authorization, for an hour.")
            .answers(SESSION)
            .does(this::open),
        Route.delete("/api/session")
            .needs(Permission.READ)
            .in(THEME)
            .says("Ends the session of the cookie.")
            .answers(SESSION)
            .does(this::close));
  }

  private Reply open(Request request) {
    var reply = Reply.json(json(request));
    var token = Guard.token(request.header("Authorization"));
    if (token.isEmpty()) {
      if (request.caller().isOpen()) {
        return reply; // Nothing is needed here.
      }
      throw Fault.of(400, "token-missing", "a session is opened with Authorization: Bearer ...");
    }
    var name = sessions.open(token.get());
    return Reply.with(reply, "Set-Cookie", cookie(request, name, Sessions.LENGTH.toSeconds()));
  }

  private Reply close(Request request) {
    sessions.close(Sessions.name(request.header("Cookie")));
    return Reply.with(Reply.json(json(request)), "Set-Cookie", cookie(request, "", 0));
  }

  /// A page that came over TLS gets a cookie that goes over TLS only.
  private static String cookie(Request request, String name, long seconds) {
    boolean isSecure = request.header("Origin").startsWith("https://");
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(Sessions.COOKIE, name, seconds, isSecure ? "; Secure" : "");
  }

  private static Fields json(Request request) {
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
        .build();
  }
}
