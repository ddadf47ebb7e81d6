package io.noetl.server.http;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.Keychain;
import io.noetl.secret.Role;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Browsers that have shown a token: a cookie stands for it, since an event stream in a browser
/// cannot send headers. The cookie holds the token, sealed under the master key: so it is good at
/// each server that has this key, and after a restart. A token that is revoked takes its sessions
/// along.
public final class Sessions {
  /// A browser sends a cookie to all ports of a host. So its name goes on with the id of the master
  /// key: servers that take each other's sessions share a cookie, others leave it alone.
  private static final String COOKIE = "noetl_session_";

  /// Of so many masters at one host, more than anybody has.
  private static final int COOKIES_MAX = 20;

  /// A working day in a browser is renewed by the page itself; a cookie that leaks is soon useless.
  public static final Duration LENGTH = Duration.ofHours(1);

  private static final String PURPOSE = "session";

  /// Sessions that were ended here before their time.
  private static final int CLOSED_MAX = 10_000;

  private static final int ID_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final AccessTokens tokens;
  private final Keychain keychain;
  private final InstantSource clock;

  /// By id, until when they would have been good.
  private final Map<String, Instant> closed = new LinkedHashMap<>();

  /// What a cookie holds. `id` is that of the first session, whatever renewals there were.
  private record Session(String id, String token, Instant end) {
    private Fields sealed() {
      return Fields.builder()
          .put("id", id)
          .put("token", token)
          .put("end", end.toEpochMilli())
          .build();
    }

    private static Optional<Session> of(Fields fields) {
      return fields.get("id") instanceof Text(var id)
              && fields.get("token") instanceof Text(var token)
              && fields.get("end") instanceof Num end
          ? Optional.of(new Session(id, token, Instant.ofEpochMilli((long) end.real())))
          : Optional.empty();
    }

    /// The token lets in whoever knows it, so it is left out.
    @Override
    public String toString() {
      return "Session[%s until %s]".formatted(id, end);
    }
  }

  /// A session's name, until when it is good, and how long that is from now.
  public record Opened(String name, Instant end, Duration left) {
    /// The name lets in whoever knows it, so it is left out.
    @Override
    public String toString() {
      return "Opened[until %s]".formatted(end);
    }
  }

  public Sessions(AccessTokens tokens, Keychain keychain, InstantSource clock) {
    this.tokens = tokens;
    this.keychain = keychain;
    this.clock = clock;
  }

  /// Opens a session for a token, no longer than that is good; nothing for one that is not good.
  public Optional<Opened> open(String text) {
    var bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return open(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), text);
  }

  /// A session that goes on where this one is; nothing if it is over, or its token is. The name of
  /// before is good for its own time: requests may be under way with it, those of other tabs too.
  public Optional<Opened> renew(String name) {
    return living(name).flatMap(it -> open(it.id(), it.token()));
  }

  private Optional<Opened> open(String id, String text) {
    return tokens
        .identify(text)
        .map(
            token -> {
              var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
              var hence = now.plus(LENGTH);
              var expiry = token.expiresAt().truncatedTo(ChronoUnit.MILLIS);
              boolean isWhole = expiry.equals(Instant.EPOCH) || hence.isBefore(expiry);
              var end = isWhole ? hence : expiry;
              var name = keychain.seal(PURPOSE, new Session(id, text, end).sealed());
              return new Opened(name, end, Duration.between(now, end));
            });
  }

  /// Ends a session and all its renewals, at this server; another one takes what it has heard of
  /// until its time is up.
  public void close(String name) {
    living(name).ifPresent(it -> close(it.id(), clock.instant().plus(LENGTH)));
  }

  private synchronized void close(String id, Instant end) {
    var now = clock.instant();
    closed.values().removeIf(it -> !now.isBefore(it));
    while (closed.size() >= CLOSED_MAX) {
      closed.remove(closed.keySet().iterator().next());
    }
    closed.put(id, end);
  }

  Optional<Role> role(String name) {
    return living(name).flatMap(session -> tokens.verify(session.token()));
  }

  /// Until when a session is good; nothing if there is none of that name.
  public Optional<Instant> end(String name) {
    return living(name).map(Session::end);
  }

  private Optional<Session> living(String name) {
    return keychain
        .unseal(PURPOSE, name)
        .flatMap(Session::of)
        .filter(it -> clock.instant().isBefore(it.end()) && !isClosed(it.id()));
  }

  private synchronized boolean isClosed(String id) {
    return closed.containsKey(id);
  }

  /// The session that a Cookie header names; empty for none. After a change of keys there may be
  /// one under each: it is the one that lasts longest.
  public String find(String cookies) {
    List<String> known = new ArrayList<>();
    List<String> others = new ArrayList<>();
    var sealers = keychain.sealers();
    names(cookies).forEach((key, it) -> (sealers.contains(key) ? known : others).add(it));
    return known.size() == 1 && others.isEmpty()
        ? known.getFirst()
        : lasting(known).or(() -> lasting(others)).orElse("");
  }

  private Optional<String> lasting(List<String> names) {
    return names.stream()
        .filter(it -> living(it).isPresent())
        .max(Comparator.comparing(it -> end(it).orElse(Instant.EPOCH)));
  }

  /// All sessions of this server that a Cookie header names.
  public List<String> all(String cookies) {
    return names(cookies).values().stream().filter(this::isSealed).toList();
  }

  /// Also one under a key that was not read before.
  private boolean isSealed(String name) {
    return keychain.unseal(PURPOSE, name).isPresent();
  }

  /// By what follows on the name of their cookies.
  private static Map<String, String> names(String cookies) {
    var names = new LinkedHashMap<String, String>();
    for (var part : cookies.split(";", -1)) {
      var cookie = part.strip();
      int end = cookie.indexOf('=');
      if (end > COOKIE.length() && cookie.startsWith(COOKIE) && names.size() < COOKIES_MAX) {
        names.put(cookie.substring(COOKIE.length(), end), cookie.substring(end + 1));
      }
    }
    return names;
  }

  /// What the cookie is called that holds this session.
  public static String cookie(String name) {
    return COOKIE + Keychain.sealer(name);
  }
}
