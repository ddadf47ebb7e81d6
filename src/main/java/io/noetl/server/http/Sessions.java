package io.noetl.server.http;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.Role;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Browsers that have shown a token: a cookie stands for it, since an event stream in a browser
/// cannot send headers. In memory only; a token that is revoked takes its sessions along.
public final class Sessions {
  public static final String COOKIE = "noetl_session";

  /// A working day in a browser is renewed by the page itself; a cookie that leaks is soon useless.
  public static final Duration LENGTH = Duration.ofHours(1);

  /// How long the name of before is taken after a renewal: requests may be under way with it, those
  /// of other tabs too.
  static final Duration GRACE = Duration.ofMinutes(1);

  private static final int SESSIONS_MAX = 10_000;
  private static final int NAME_BYTES = 32;

  private final AccessTokens tokens;
  private final InstantSource clock;
  private final SecureRandom chance = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /// `successor` is the name that took its place; empty for none.
  private record Session(String token, Instant end, String successor) {}

  /// A session's name, until when it is good, and how long that is from now.
  public record Opened(String name, Instant end, Duration left) {
    /// The name lets in whoever knows it, so it is left out.
    @Override
    public String toString() {
      return "Opened[until %s]".formatted(end);
    }
  }

  public Sessions(AccessTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Opens a session for a token, no longer than that is good; nothing for one that is not good.
  public Optional<Opened> open(String text) {
    return tokens.identify(text).map(token -> open(text, token.expiresAt()));
  }

  private synchronized Opened open(String text, Instant expiry) {
    clean();
    var bytes = new byte[NAME_BYTES];
    chance.nextBytes(bytes);
    var name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var now = clock.instant();
    var hence = now.plus(LENGTH);
    var end = expiry.equals(Instant.EPOCH) || hence.isBefore(expiry) ? hence : expiry;
    sessions.put(name, new Session(text, end, ""));
    return new Opened(name, end, Duration.between(now, end));
  }

  /// A session that goes on where this one is; nothing if it is over, or its token is.
  public Optional<Opened> renew(String name) {
    var session = living(name);
    var renewed = session.flatMap(it -> open(it.token()));
    renewed.ifPresent(it -> replace(name, session.get(), it.name()));
    return renewed;
  }

  private synchronized void replace(String name, Session session, String successor) {
    var last = clock.instant().plus(GRACE);
    var end = session.end().isBefore(last) ? session.end() : last;
    sessions.computeIfPresent(name, (_, it) -> new Session(it.token(), end, successor));
  }

  /// Ends a session, and those whose place it took.
  public synchronized void close(String name) {
    var over = new ArrayDeque<>(List.of(name));
    while (!over.isEmpty()) {
      var each = over.pop();
      sessions.remove(each);
      sessions.forEach(
          (other, session) -> {
            if (session.successor().equals(each)) {
              over.push(other);
            }
          });
    }
  }

  Optional<Role> role(String name) {
    return living(name).flatMap(session -> tokens.verify(session.token()));
  }

  /// Until when a session is good; nothing if there is none of that name.
  public Optional<Instant> end(String name) {
    return living(name).map(Session::end);
  }

  private synchronized Optional<Session> living(String name) {
    return Optional.ofNullable(sessions.get(name))
        .filter(session -> clock.instant().isBefore(session.end()));
  }

  private void clean() {
    var now = clock.instant();
    sessions.values().removeIf(session -> !now.isBefore(session.end()));
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
