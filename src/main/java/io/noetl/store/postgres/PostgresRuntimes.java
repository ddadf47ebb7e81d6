package io.noetl.store.postgres;

import io.noetl.store.Portable;
import io.noetl.store.Runtimes;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.time.Duration;
import java.util.List;

/// The table of the system's parts; time is the database's.
final class PostgresRuntimes implements Runtimes {
  private static final String REGISTER =
      """
      INSERT INTO noetl.runtime (kind, name, uri, status, capacity, labels, runtime, heartbeat,
        created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, now(), now(), now())
      ON CONFLICT (kind, name) DO UPDATE SET uri = excluded.uri, status = excluded.status,
        capacity = excluded.capacity, labels = excluded.labels, runtime = excluded.runtime,
        heartbeat = excluded.heartbeat, updated_at = excluded.updated_at
      RETURNING runtime_id
      """;

  private static final String HEARTBEAT =
      """
      UPDATE noetl.runtime SET heartbeat = now(), runtime = coalesce(?, runtime)
      WHERE kind = ? AND name = ? AND status <> 'offline'
      """;

  private static final String DEREGISTER =
      """
      UPDATE noetl.runtime SET status = 'offline', updated_at = now() WHERE kind = ? AND name = ?
      """;

  private static final String LIST =
      """
      SELECT runtime_id, kind, name, uri,
        CASE WHEN heartbeat < now() - ? * interval '1 millisecond' THEN 'offline' ELSE status END,
        capacity, labels, runtime, heartbeat, created_at, updated_at
      FROM noetl.runtime WHERE ? IN ('', kind) ORDER BY kind, name
      """;

  private final Database database;

  PostgresRuntimes(Database database) {
    this.database = database;
  }

  @Override
  public long register(Part part) {
    return database.run(
        session ->
            session
                .sql(REGISTER)
                .text(part.kind())
                .text(part.name())
                .words(part.uri())
                .text(part.status())
                .small(part.capacity())
                .words(json(part.labels()))
                .words(json(part.detail()))
                .one(row -> row.number(1)));
  }

  private static String json(Fields fields) {
    return fields.isEmpty() ? "" : Portable.json(Json.write(fields));
  }

  @Override
  public boolean heartbeat(String kind, String name, Fields detail) {
    return database.run(
        session -> session.sql(HEARTBEAT).words(json(detail)).text(kind).text(name).run() == 1);
  }

  @Override
  public boolean deregister(String kind, String name) {
    return database.run(session -> session.sql(DEREGISTER).text(kind).text(name).run() == 1);
  }

  @Override
  public List<Row> list(String kind, Duration patience) {
    return database.run(
        session -> session.sql(LIST).number(patience.toMillis()).text(kind).list(Sql.Row::runtime));
  }
}
