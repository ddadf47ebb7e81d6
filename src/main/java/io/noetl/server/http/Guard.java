package io.noetl.server.http;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.Permission;
import io.noetl.secret.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Decides who comes in. Without tokens, on a loopback address, whoever reaches the port may do
/// everything; so no web page may reach it: the names in Host and Origin must be ours.
public final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "bearer ";

  private final Rules rules;
  private final AccessTokens tokens;
  private final Sessions sessions;

  /// `isOpen`: no token is needed, and only names of this machine (and `hosts`) may stand in Host.
  /// `origins`: pages of other origins that may speak to this server.
  public record Rules(boolean isOpen, Set<String> hosts, Set<String> origins) {
    public Rules {
      hosts = Set.copyOf(hosts);
      origins = Set.copyOf(origins);
    }
  }

  public Guard(Rules rules, AccessTokens tokens, Sessions sessions) {
    this.rules = rules;
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /// Refuses what a page of another origin, or another name for this address, would send.
  void checkOrigin(Incoming request) {
    var host = request.header("Host").toLowerCase(Locale.ROOT);
    var name = Addresses.name(host);
    if (rules.isOpen() && !LOOPBACK.contains(name) && !rules.hosts().contains(name)) {
      throw Fault.of(
          403,
          "wrong-host",
          "this server answers as localhost only, not as '%s'".formatted(Fault.shortened(host)));
    }
    var origin = request.header("Origin").toLowerCase(Locale.ROOT);
    if (!origin.isEmpty() && !isOwn(origin, host) && !rules.origins().contains(origin)) {
      throw Fault.of(
          403,
          "wrong-origin",
          "a page of '%s' cannot use this server".formatted(Fault.shortened(origin)));
    }
  }

  private static boolean isOwn(String origin, String host) {
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  /// Who asks. A token that is shown must be good, even where none is needed.
  Caller admit(Incoming request) {
    var shown = role(request);
    if (shown.isPresent()) {
      return new Caller(shown.get(), false);
    }
    if (rules.isOpen() && request.header("Authorization").isEmpty()) {
      return new Caller(Role.ADMIN, true);
    }
    throw Fault.of(
            401,
            "unauthorized",
            request.header("Authorization").isEmpty()
                ? "a token is needed: Authorization: Bearer noetl_..."
                : "the token is unknown, expired or revoked")
        .withHeader("WWW-Authenticate", "Bearer realm=\"noetl\"");
  }

  private Optional<Role> role(Incoming request) {
    var authorization = request.header("Authorization");
    if (!authorization.isEmpty()) {
      return token(authorization).flatMap(tokens::verify);
    }
    var session = sessions.find(request.header("Cookie"));
    return session.isEmpty() ? Optional.empty() : sessions.role(session);
  }

  /// The token in an Authorization header.
  public static Optional<String> token(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(authorization.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  static void checkPermission(Caller caller, Permission wanted) {
    if (!caller.may(wanted)) {
      throw Fault.of(
          403,
          "forbidden",
          "the role %s may not %s"
              .formatted(caller.role().word(), wanted.name().toLowerCase(Locale.ROOT)));
    }
  }
}
