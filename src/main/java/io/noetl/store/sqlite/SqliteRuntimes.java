package io.noetl.store.sqlite;

import io.noetl.store.Micros;
import io.noetl.store.Portable;
import io.noetl.store.Runtimes;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The table of the system's parts.
final class SqliteRuntimes implements Runtimes {
  private static final String REGISTER =
      """
      INSERT INTO runtime (kind, name, uri, status, capacity, labels, runtime, heartbeat,
        created_at, updated_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?8)
      ON CONFLICT (kind, name) DO UPDATE SET uri = excluded.uri, status = excluded.status,
        capacity = excluded.capacity, labels = excluded.labels, runtime = excluded.runtime,
        heartbeat = excluded.heartbeat, updated_at = excluded.updated_at
      RETURNING runtime_id
      """;

  private static final String HEARTBEAT =
      """
      UPDATE runtime SET heartbeat = ?, runtime = coalesce(?, runtime)
      WHERE kind = ? AND name = ? AND status <> 'offline'
      """;

  private static final String DEREGISTER =
      "UPDATE runtime SET status = 'offline', updated_at = ? WHERE kind = ? AND name = ?";

  private static final String LIST =
      """
      SELECT runtime_id, kind, name, uri,
        CASE WHEN heartbeat < ?1 THEN 'offline' ELSE status END, capacity, labels, runtime,
        heartbeat, created_at, updated_at
      FROM runtime WHERE ?2 = '' OR kind = ?2 ORDER BY kind, name
      """;

  private final Writer writer;
  private final Readers readers;
  private final InstantSource clock;

  SqliteRuntimes(Writer writer, Readers readers, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public long register(Part part) {
    return writer.write(
        session ->
            session
                .sql(REGISTER)
                .text(part.kind())
                .text(part.name())
                .words(part.uri())
                .text(part.status())
                .number(part.capacity())
                .words(json(part.labels()))
                .words(json(part.detail()))
                .number(now())
                .first(row -> row.number(1))
                .orElseThrow());
  }

  private static String json(Fields fields) {
    return fields.isEmpty() ? "" : Portable.json(Json.write(fields));
  }

  @Override
  public boolean heartbeat(String kind, String name, Fields detail) {
    return writer.write(
        session ->
            session.sql(HEARTBEAT).number(now()).words(json(detail)).text(kind).text(name).run()
                == 1);
  }

  @Override
  public boolean deregister(String kind, String name) {
    return writer.write(
        session -> session.sql(DEREGISTER).number(now()).text(kind).text(name).run() == 1);
  }

  @Override
  public List<Row> list(String kind, Duration patience) {
    long silent = Micros.of(clock.instant().minus(patience));
    return readers.read(
        session -> session.sql(LIST).number(silent).text(kind).list(Sql.Row::runtime));
  }

  private long now() {
    return Micros.of(clock.instant());
  }
}
