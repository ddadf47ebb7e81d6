package io.noetl.store.sqlite;

import io.noetl.store.Credentials;
import io.noetl.store.Micros;
import io.noetl.store.Portable;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The table of credentials; `tags` is a list in JSON.
final class SqliteCredentials implements Credentials {
  private static final String COLUMNS =
      " id, name, type, data_encrypted, key_id, meta, tags, description, created_at, updated_at ";

  private static final String PUT =
      """
      INSERT INTO credential (name, type, data_encrypted, key_id, meta, tags, description,
        created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET type = excluded.type,
        data_encrypted = excluded.data_encrypted, key_id = excluded.key_id, meta = excluded.meta,
        tags = excluded.tags, description = excluded.description, updated_at = excluded.updated_at
      RETURNING\
      """
          + COLUMNS;

  private static final String ONE = "SELECT" + COLUMNS + "FROM credential WHERE name = ?";

  private static final String LIST =
      "SELECT"
          + COLUMNS
          + """
            FROM credential
            WHERE (?1 = '' OR type = ?1) AND (?2 = '' OR instr(name, ?2) > 0
              OR instr(description, ?2) > 0
              OR EXISTS (SELECT 1 FROM json_each(tags) WHERE instr(value, ?2) > 0))
            ORDER BY name
            """;

  private static final String DELETE = "DELETE FROM credential WHERE name = ?";

  private static final String REWRAP =
      """
      UPDATE credential SET data_encrypted = ?, key_id = ?
      WHERE name = ? AND id = ? AND data_encrypted = ?
      """;

  private final Writer writer;
  private final Readers readers;

  SqliteCredentials(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Row put(Row row) {
    var meta = row.meta().isEmpty() ? "" : json(row.meta());
    var tags = json(new Items(row.tags().stream().<Value>map(Text::of).toList()));
    return writer.write(
        session ->
            session
                .sql(PUT)
                .text(row.name())
                .text(row.type())
                .text(row.data())
                .text(row.keyId())
                .words(meta)
                .text(tags)
                .words(row.description())
                .number(Micros.of(row.createdAt()))
                .number(Micros.of(row.updatedAt()))
                .first(SqliteCredentials::row)
                .orElseThrow());
  }

  private static String json(Value value) {
    return Portable.json(Json.write(value));
  }

  @Override
  public Optional<Row> find(String name) {
    return readers.read(session -> session.sql(ONE).text(name).first(SqliteCredentials::row));
  }

  @Override
  public List<Row> list(String type, String text) {
    return readers.read(
        session -> session.sql(LIST).text(type).text(text).list(SqliteCredentials::row));
  }

  @Override
  public boolean delete(String name) {
    return writer.write(session -> session.sql(DELETE).text(name).run() == 1);
  }

  @Override
  public boolean rewrap(Row seen, String data, String keyId) {
    return writer.write(
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
        ((Items) Json.read(row.text(7))).list().stream().map(tag -> ((Text) tag).text()).toList(),
        row.text(8),
        row.instant(9),
        row.instant(10));
  }
}
