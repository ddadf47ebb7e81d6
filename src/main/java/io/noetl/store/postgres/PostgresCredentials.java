package io.noetl.store.postgres;

import io.noetl.store.Credentials;
import io.noetl.store.Micros;
import io.noetl.store.Portable;
import io.noetl.value.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The table of credentials.
final class PostgresCredentials implements Credentials {
  private static final String COLUMNS =
      " id, name, type, data_encrypted, key_id, meta, tags, description, created_at, updated_at ";

  private static final String PUT =
      """
      INSERT INTO noetl.credential (name, type, data_encrypted, key_id, meta, tags, description,
        created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET type = excluded.type,
        data_encrypted = excluded.data_encrypted, key_id = excluded.key_id, meta = excluded.meta,
        tags = excluded.tags, description = excluded.description, updated_at = excluded.updated_at
      RETURNING\
      """
          + COLUMNS;

  private static final String ONE = "SELECT" + COLUMNS + "FROM noetl.credential WHERE name = ?";

  private static final String LIST =
      "WITH asked (type, text) AS (SELECT ?::text, ?::text) SELECT"
          + " id, name, credential.type, data_encrypted, key_id, meta, tags, description,"
          + " created_at, updated_at"
          + """
             FROM noetl.credential, asked
            WHERE (asked.type = '' OR credential.type = asked.type)
              AND (asked.text = '' OR strpos(name, asked.text) > 0
                OR strpos(description, asked.text) > 0
                OR EXISTS (SELECT FROM unnest(tags) AS tag WHERE strpos(tag, asked.text) > 0))
            ORDER BY name
            """;

  private static final String DELETE = "DELETE FROM noetl.credential WHERE name = ?";

  private static final String REWRAP =
      """
      UPDATE noetl.credential SET data_encrypted = ?, key_id = ?
      WHERE name = ? AND id = ? AND data_encrypted = ?
      """;

  private final Database database;

  PostgresCredentials(Database database) {
    this.database = database;
  }

  @Override
  public Row put(Row row) {
    var meta = row.meta().isEmpty() ? "" : Portable.json(Json.write(row.meta()));
    var tags = row.tags().stream().map(Portable::cleaned).toArray(String[]::new);
    return database.run(
        session ->
            session
                .sql(PUT)
                .text(row.name())
                .text(row.type())
                .text(row.data())
                .text(row.keyId())
                .words(meta)
                .texts(tags)
                .words(row.description())
                .instant(Micros.cut(row.createdAt()))
                .instant(Micros.cut(row.updatedAt()))
                .one(PostgresCredentials::row));
  }

  @Override
  public Optional<Row> find(String name) {
    return database.run(session -> session.sql(ONE).text(name).first(PostgresCredentials::row));
  }

  @Override
  public List<Row> list(String type, String text) {
    return database.run(
        session -> session.sql(LIST).text(type).text(text).list(PostgresCredentials::row));
  }

  @Override
  public boolean delete(String name) {
    return database.run(session -> session.sql(DELETE).text(name).run() == 1);
  }

  @Override
  public boolean rewrap(Row seen, String data, String keyId) {
    return database.run(
        session ->
            session
                    .sql(REWRAP)
                    .text(data)
                    .text(keyId)
                    .text(seen.name())
                    .number(seen.id())
                    .text(seen.data())
                    .run()
                == 1);
  }

  private static Row row(Sql.Row row) throws SQLException {
    return new Row(
        row.number(1),
        row.text(2),
        row.text(3),
        row.text(4),
        row.text(5),
        row.fields(6),
        row.texts(7),
        row.text(8),
        row.instant(9),
        row.instant(10));
  }
}
