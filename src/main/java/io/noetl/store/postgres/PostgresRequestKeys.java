package io.noetl.store.postgres;

import io.noetl.store.RequestKeys;

/// The table of request keys.
final class PostgresRequestKeys implements RequestKeys {
  /// A change that changes nothing, so that the row comes back either way.
  private static final String CLAIM =
      """
      INSERT INTO noetl.request_key AS known (request_key, digest, execution_id, created_at)
      VALUES (?, ?, ?, now())
      ON CONFLICT (request_key) DO UPDATE SET digest = known.digest
      RETURNING execution_id, digest
      """;

  private final Database database;

  PostgresRequestKeys(Database database) {
    this.database = database;
  }

  @Override
  public Claim claim(String key, String digest, long execution) {
    return database.run(
        session ->
            session
                .sql(CLAIM)
                .text(key)
                .text(digest)
                .number(execution)
                .one(row -> new Claim(row.number(1), row.text(2).equals(digest))));
  }
}
