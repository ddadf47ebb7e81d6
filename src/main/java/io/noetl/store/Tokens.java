package io.noetl.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of access tokens. The tokens themselves are never stored, only their hashes.
public interface Tokens {
  /// Neither its id nor its hash may be there already.
  void add(Row row);

  /// The token with that hash, revoked or not.
  Optional<Row> byHash(String hash);

  /// Newest first.
  List<Row> list();

  /// False if there is no token with that id, or if it was revoked before.
  boolean revoke(String id, Instant at);

  /// `role` is viewer, operator, admin or worker. `expiresAt` and `revokedAt` are [Instant#EPOCH]
  /// for never.
  record Row(
      String id,
      String name,
      String role,
      String hash,
      Instant createdAt,
      Instant expiresAt,
      Instant revokedAt) {}
}
