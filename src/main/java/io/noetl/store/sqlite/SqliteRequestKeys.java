package io.noetl.store.sqlite;

import io.noetl.store.Micros;
import io.noetl.store.RequestKeys;
import java.time.InstantSource;

/// The table of request keys.
final class SqliteRequestKeys implements RequestKeys {
  /// A change that changes nothing, so that the row comes back either way.
  private static final String CLAIM =
      """
      INSERT INTO request_key (request_key, digest, execution_id, created_at)
      VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (request_key) DO UPDATE SET digest = digest
      RETURNING execution_id, digest = ?2
      """;

  private final Writer writer;
  private final InstantSource clock;

  SqliteRequestKeys(Writer writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
  }

  @Override
  public Claim claim(String key, String digest, long execution) {
    return writer.write(
        session ->
            session
                .sql(CLAIM)
                .text(key)
                .text(digest)
                .number(execution)
                .number(Micros.of(clock.instant()))
                .first(row -> new Claim(row.number(1), row.number(2) == 1))
                .orElseThrow());
  }
}
