package io.noetl.store.postgres;

import io.noetl.store.Micros;
import io.noetl.store.Tokens;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of access tokens.
final class PostgresTokens implements Tokens {
  private static final String ADD =
      """
      INSERT INTO noetl.token (id, name, role, hash, created_at, expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String SELECT =
      "SELECT id, name, role, hash, created_at, expires_at, revoked_at FROM noetl.token ";

  private static final String BY_HASH = SELECT + "WHERE hash = ?";
  private static final String LIST = SELECT + "ORDER BY created_at DESC, id";

  private static final String REVOKE =
      "UPDATE noetl.token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";

  private final Database database;

  PostgresTokens(Database database) {
    this.database = database;
  }

  @Override
  public void add(Row row) {
    database.transact(
        session -> add(session, row),
        (session, _) -> session.sql(BY_HASH).text(row.hash()).first(_ -> true));
  }

  private static boolean add(Session session, Row row) throws SQLException {
    return session
            .sql(ADD)
            .text(row.id())
            .text(row.name())
            .text(row.role())
            .text(row.hash())
            .instant(Micros.cut(row.createdAt()))
            .instant(Micros.cut(row.expiresAt()))
            .instant(Micros.cut(row.revokedAt()))
            .run()
        == 1;
  }

  @Override
  public Optional<Row> byHash(String hash) {
    return database.run(session -> session.sql(BY_HASH).text(hash).first(Sql.Row::token));
  }

  @Override
  public List<Row> list() {
    return database.run(session -> session.sql(LIST).list(Sql.Row::token));
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return database.run(session -> session.sql(REVOKE).instant(Micros.cut(at)).text(id).run() == 1);
  }
}
