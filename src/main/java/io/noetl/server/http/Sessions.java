package io.noetl.server.http;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Browsers that have shown a token: a cookie stands for it, since an event stream in a browser
/// cannot send headers. In memory only; a token that is revoked takes its sessions along.
public final class Sessions {
  public static final String COOKIE = "noetl_session";

  /// A working day in a browser is renewed by the page itself; a cookie that leaks is soon useless.
  public static final Duration LENGTH = Duration.ofHours(1);

  private static final int SESSIONS_MAX = 10_000;
  private static final int NAME_BYTES = 32;

  private final AccessTokens tokens;
  private final InstantSource clock;
  private final SecureRandom chance = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  private record Session(String token, Instant end) {}

  public Sessions(AccessTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Opens a session for a token; its name.
  public synchronized String open(String token) {
    clean();
    var bytes = new byte[NAME_BYTES];
    chance.nextBytes(bytes);
    var name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    sessions.put(name, new Session(token, clock.instant().plus(LENGTH)));
    return name;
  }

  public synchronized void close(String name) {
    sessions.remove(name);
  }

  Optional<Role> role(String name) {
    Session session;
    synchronized (this) {
      session = sessions.get(name);
    }
    return session == null || session.end().isBefore(clock.instant())
        ? Optional.empty()
        : tokens.verify(session.token());
  }

  private void clean() {
    var now = clock.instant();
    sessions.values().removeIf(session -> session.end().isBefore(now));
    Iterator<String> eldest = sessions.keySet().iterator();
    while (sessions.size() >= SESSIONS_MAX) {
      eldest.next();
      eldest.remove();
    }
  }

  /// The session that a Cookie header names; empty for none.
  public static String name(String cookies) {
    for (var part : cookies.split(";", -1)) {
      var cookie = part.strip();
      if (cookie.startsWith(COOKIE + "=")) {
        return cookie.substring(COOKIE.length() + 1);
      }
    }
    return "";
  }
}
