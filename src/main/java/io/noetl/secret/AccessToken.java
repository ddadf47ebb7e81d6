package io.noetl.secret;

import java.time.Instant;

/// What may be told about an access token: all but the token. `expiresAt` and `revokedAt` are
/// [Instant#EPOCH] for never.
public record AccessToken(
    String id, String name, Role role, Instant createdAt, Instant expiresAt, Instant revokedAt) {

  /// Whether it opens anything.
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  public State state(Instant now) {
    if (!revokedAt.equals(Instant.EPOCH)) {
      return State.REVOKED;
    }
    boolean isOver = !expiresAt.equals(Instant.EPOCH) && !now.isBefore(expiresAt);
    return isOver ? State.EXPIRED : State.ACTIVE;
  }
}
