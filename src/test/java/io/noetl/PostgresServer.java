package io.noetl;

import io.noetl.store.postgres.Server;
import io.noetl.tool.Credentials;
import io.noetl.value.Fields;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The one PostgreSQL server of this JVM, for tests that want a database of their own in it.
public final class PostgresServer {
  private PostgresServer() {}

  /// A new, empty database.
  public static Database database() {
    var url = URI.create(Server.shared().fresh().url().replaceFirst("^jdbc:", ""));
    return new Database(url.getPort(), url.getPath().substring(1));
  }

  /// A database of the server, seen by its owner.
  public record Database(int port, String name) {
    public String url() {
      return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(port, name);
    }

    public Connection connect() {
      try {
        return DriverManager.getConnection(url());
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    public void execute(String... statements) {
      try (var connection = connect();
          var statement = connection.createStatement()) {
        for (var each : statements) {
          statement.execute(each);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /// The rows in the text form of their rows: `(1,a)`, one a line.
    public String rows(String query) {
      var sql = "SELECT coalesce(string_agg(q::text, E'\\n'), '') FROM (%s) q".formatted(query);
      try (var connection = connect();
          var statement = connection.createStatement();
          var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getString(1);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /// The credential's fields, as they are registered.
    public Fields credential() {
      return Fields.builder()
          .put("type", "postgres")
          .put("db_host", "localhost")
          .put("db_port", port)
          .put("db_user", "postgres")
          .put("db_password", "not-asked-for")
          .put("db_name", name)
          .build();
    }

    /// Knows this one credential, under each of the names.
    public Credentials credentials(String... names) {
      var known = List.of(names);
      return (name, _) -> known.contains(name) ? Optional.of(credential()) : Optional.empty();
    }
  }
}
