package io.noetl.store.sqlite;

import io.noetl.store.Micros;
import io.noetl.store.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of access tokens.
final class SqliteTokens implements Tokens {
  private static final String ADD =
      """
      INSERT INTO token (id, name, role, hash, created_at, expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String SELECT =
      "SELECT id, name, role, hash, created_at, expires_at, revoked_at FROM token ";

  private static final String BY_HASH = SELECT + "WHERE hash = ?";
  private static final String LIST = SELECT + "ORDER BY created_at DESC, id";

  private static final String REVOKE =
      "UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";

  private final Writer writer;
  private final Readers readers;

  SqliteTokens(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public void add(Row row) {
    writer.write(
        session ->
            session
                .sql(ADD)
                .text(row.id())
                .text(row.name())
                .text(row.role())
                .text(row.hash())
                .number(Micros.of(row.createdAt()))
                .instant(row.expiresAt())
                .instant(row.revokedAt())
                .run());
  }

  @Override
  public Optional<Row> byHash(String hash) {
    return readers.read(session -> session.sql(BY_HASH).text(hash).first(Sql.Row::token));
  }

  @Override
  public List<Row> list() {
    return readers.read(session -> session.sql(LIST).list(Sql.Row::token));
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return writer.write(session -> session.sql(REVOKE).number(Micros.of(at)).text(id).run() == 1);
  }
}
