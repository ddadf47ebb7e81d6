package io.noetl.secret;

import io.noetl.store.Tokens;
import io.noetl.store.Tokens.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The access tokens. A token is 32 random bytes, so a plain hash of it is safe to store: nobody
/// can try them out.
public final class AccessTokens {
  public static final String PREFIX = "noetl_";
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 6;

  /// No token that we made is longer; what is, is not looked at.
  private static final int TEXT_MAX = 100;

  private static final int NAME_MAX = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Tokens table;
  private final InstantSource clock;

  public AccessTokens(Tokens table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /// A new token; `text` is shown this once and never again.
  public record Created(AccessToken token, String text) {
    /// The text is left out.
    @Override
    public String toString() {
      return "Created[%s]".formatted(token);
    }
  }

  /// Makes a token that is good for `lifetime`, for ever if that is zero.
  public Created create(String name, Role role, Duration lifetime) {
    if (name.isBlank() || name.length() > NAME_MAX) {
      throw new IllegalArgumentException(
          "a token's name has 1 to %d characters".formatted(NAME_MAX));
    }
    if (lifetime.isNegative()) {
      throw new IllegalArgumentException("a token cannot have expired before it is made");
    }
    var text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random());
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var row =
        new Row(
            HexFormat.of().formatHex(random(), 0, ID_BYTES),
            name,
            role.word(),
            hash(text),
            now,
            lifetime.isZero() ? Instant.EPOCH : now.plus(lifetime),
            Instant.EPOCH);
    table.add(row);
    return new Created(token(row, role), text);
  }

  private static byte[] random() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(MasterKey.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// The role of whoever shows this token; nothing if it is unknown, expired or revoked.
  public Optional<Role> verify(String text) {
    return identify(text).map(AccessToken::role);
  }

  /// The same with all that is known of it. How long it takes says nothing: what is looked up is
  /// the hash, which cannot be aimed at.
  public Optional<AccessToken> identify(String text) {
    if (text.length() > TEXT_MAX) {
      return Optional.empty();
    }
    var hash = hash(text);
    var now = clock.instant();
    return table
        .byHash(hash)
        .filter(row -> isSame(row.hash(), hash))
        .flatMap(AccessTokens::token)
        .filter(token -> token.state(now) == AccessToken.State.ACTIVE);
  }

  private static boolean isSame(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /// Newest first, revoked ones too.
  public List<AccessToken> list() {
    return table.list().stream().flatMap(row -> token(row).stream()).toList();
  }

  /// False if there is no token with that id, or if it was revoked before.
  public boolean revoke(String id) {
    return table.revoke(id, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  /// Nothing for a role that this version does not know.
  private static Optional<AccessToken> token(Row row) {
    return Role.of(row.role()).map(role -> token(row, role));
  }

  private static AccessToken token(Row row, Role role) {
    return new AccessToken(
        row.id(), row.name(), role, row.createdAt(), row.expiresAt(), row.revokedAt());
  }
}
