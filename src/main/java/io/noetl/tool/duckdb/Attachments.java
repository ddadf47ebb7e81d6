package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.postgres.Export;
import io.noetl.tool.postgres.PostgresTool;
import io.noetl.tool.sql.Name;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// `attach: {ALIAS: {auth, tables, write}}`: makes PostgreSQL's tables known as
/// `ALIAS.schema.table`. Where DuckDB's extension for it is installed it speaks with PostgreSQL
/// itself; else the tables named are copied, by our own connection, into a database beside, which
/// is read-only and gone after the call.
final class Attachments {
  /// What is copied for a table; who has larger ones wants the extension, or a WHERE of his own.
  private static final long BYTES_MAX = 4L << 30;

  /// A row with values as large as this is none that a step should work on.
  private static final int LINE_MAX = 32 << 20;

  private static final String EXTENSION = "postgres_scanner";

  private final PostgresTool postgres;

  Attachments(PostgresTool postgres) {
    this.postgres = postgres;
  }

  /// What to attach: `said` is the connection.
  record Wish(String alias, Fields said, List<String> tables, boolean writes) {}

  List<Wish> read(Value attach) throws ToolFailure {
    return switch (attach) {
      case Null _ -> List.of();
      case Fields fields -> {
        var wishes = new ArrayList<Wish>();
        for (var entry : fields.asMap().entrySet()) {
          wishes.add(wish(entry.getKey(), entry.getValue()));
        }
        yield wishes;
      }
      default -> throw invalid("must be a map: {ALIAS: {auth: NAME, tables: [schema.table]}}");
    };
  }

  private static Wish wish(String alias, Value value) throws ToolFailure {
    if (!alias.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw invalid("'%s' cannot be the name of a database".formatted(alias));
    }
    if (!(value instanceof Fields spec)) {
      throw invalid("'%s' must be a map of auth and tables".formatted(alias));
    }
    var tables = new ArrayList<String>();
    switch (spec.get("tables")) {
      case Text(var text) -> tables.addAll(List.of(text.split("\\s*,\\s*")));
      case Items items -> {
        for (var item : items) {
          if (!(item instanceof Text(var table))) {
            throw invalid("'%s': 'tables' must be a list of names".formatted(alias));
          }
          tables.add(table);
        }
      }
      default -> {}
    }
    boolean writes = spec.get("write") == Bool.TRUE;
    return new Wish(alias, spec.without("tables").without("write"), tables, writes);
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("attach", "'attach' " + message);
  }

  /// Does `work` with all of them attached.
  <T> T during(List<Wish> wishes, Databases.Lease lease, Watch watch, Work<T> work)
      throws SQLException, ToolFailure, InterruptedException {
    if (wishes.isEmpty()) {
      return work.run();
    }
    lease.soil();
    var lock = lease.database().attaching();
    lock.lockInterruptibly();
    try {
      attach(wishes, lease, watch);
      return work.run();
    } finally {
      wishes.forEach(wish -> detach(lease.connection(), wish.alias()));
      lock.unlock();
    }
  }

  /// What is done while databases are attached.
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, ToolFailure, InterruptedException;
  }

  private static void detach(DuckDBConnection connection, String alias) {
    try {
      Statements.run(connection, "DETACH DATABASE IF EXISTS " + Name.quoted(alias));
    } catch (SQLException e) {
      // The database is closed when its last user leaves, and with it all that is attached.
    }
  }

  private void attach(List<Wish> wishes, Databases.Lease lease, Watch watch)
      throws SQLException, ToolFailure, InterruptedException {
    for (var wish : wishes) {
      var connection = lease.connection();
      boolean isConfined = lease.database().isConfined();
      if (!isConfined && Extensions.isInstalled(connection, EXTENSION)) {
        attachItself(wish, connection, watch);
      } else {
        copy(wish, lease, watch);
      }
    }
  }

  private void attachItself(Wish wish, DuckDBConnection connection, Watch watch)
      throws SQLException, ToolFailure {
    var found = postgres.connection(wish.said(), watch);
    Extensions.load(connection, List.of(EXTENSION));
    var secret = Secret.of("noetl_" + wish.alias(), "postgres", found).getFirst();
    Statements.run(connection, secret.create());
    Statements.run(
        connection,
        "ATTACH '' AS %s (TYPE postgres, SECRET %s%s)"
            .formatted(
                Name.quoted(wish.alias()),
                Name.quoted(secret.name()),
                wish.writes() ? "" : ", READ_ONLY"));
  }

  private void copy(Wish wish, Databases.Lease lease, Watch watch)
      throws SQLException, ToolFailure, InterruptedException {
    if (wish.writes()) {
      throw ToolFailure.invalid(
          "attach",
          Extensions.missing("postgres", "it is not installed, and 'write: true' needs it")
              + "; rows go to PostgreSQL without it by a save");
    }
    if (wish.tables().isEmpty()) {
      throw invalid(
          "'%s' needs 'tables', the names of those to copy: DuckDB's extension for PostgreSQL,"
                  .formatted(wish.alias())
              + " which would need none, is not installed here");
    }
    var connection = lease.connection();
    var file = lease.database().scratch().resolve(UUID.randomUUID() + ".duckdb");
    var alias = Name.quoted(wish.alias());
    Statements.run(
        connection, "ATTACH %s AS %s".formatted(Quoting.literal(file.toString()), alias));
    for (var table : wish.tables()) {
      copyTable(wish, table, lease, watch);
    }
    Statements.run(connection, "DETACH " + alias);
    Statements.run(
        connection,
        "ATTACH %s AS %s (READ_ONLY)".formatted(Quoting.literal(file.toString()), alias));
  }

  private void copyTable(Wish wish, String table, Databases.Lease lease, Watch watch)
      throws SQLException, ToolFailure, InterruptedException {
    var csv = lease.database().scratch().resolve(UUID.randomUUID() + ".csv");
    try {
      var shape =
          postgres.export(
              wish.said(),
              table,
              () -> new Bounded(new BufferedOutputStream(Files.newOutputStream(csv)), BYTES_MAX),
              watch);
      load(shape, csv, Name.quoted(wish.alias()), lease.connection());
    } finally {
      Leftovers.deleteTree(csv);
    }
  }

  private static void load(Export.Shape shape, Path csv, String alias, DuckDBConnection connection)
      throws SQLException {
    var schema = alias + "." + Name.quoted(shape.schema());
    var table = schema + "." + Name.quoted(shape.table());
    var columns = shape.columns();
    var types = columns.stream().map(ForeignTypes::ofPostgres).toList();
    var declared = new ArrayList<String>();
    var read = new ArrayList<String>();
    var converted = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      declared.add(Name.quoted(columns.get(i).name()) + " " + types.get(i));
      read.add("'c%d': 'VARCHAR'".formatted(i));
      converted.add(ForeignTypes.converted("c" + i, types.get(i)));
    }
    Statements.run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema);
    Statements.run(
        connection, "CREATE TABLE %s (%s)".formatted(table, String.join(", ", declared)));
    Statements.run(
        connection,
        """
          INSERT INTO %s SELECT %s FROM read_csv(%s, header = false, auto_detect = false,
            delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false,
            max_line_size = %d, parallel = false, columns = {%s})
          """
            .formatted(
                table,
                String.join(", ", converted),
                Quoting.literal(csv.toString()),
                LINE_MAX,
                String.join(", ", read)));
    Statements.run(
        connection,
        "CREATE OR REPLACE VIEW %s.main.%s AS SELECT %s FROM %s"
            .formatted(
                alias,
                Name.quoted(shape.table()),
                columns.stream()
                    .map(column -> Name.quoted(column.name()))
                    .collect(Collectors.joining(", ")),
                table));
  }

  /// Takes no more than it may.
  private static final class Bounded extends java.io.FilterOutputStream {
    private long left;

    private Bounded(java.io.OutputStream out, long bytesMax) {
      super(out);
      left = bytesMax;
    }

    @Override
    public void write(int b) throws IOException {
      count(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      count(length);
      out.write(bytes, from, length);
    }

    private void count(int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new IOException(
            "its rows are larger than %d GiB: copy a view of those that are needed"
                .formatted(BYTES_MAX >> 30));
      }
    }
  }
}
