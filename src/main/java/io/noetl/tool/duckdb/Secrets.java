package io.noetl.tool.duckdb;

import io.noetl.tool.Auth;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Query;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Makes secrets of the credentials that a step names, in the memory of its database, and only of
/// those that its statements need: the rest would ask for extensions that nobody uses.
final class Secrets {
  private final Auth auth;

  Secrets(Auth auth) {
    this.auth = auth;
  }

  /// The secrets that the call may need.
  List<Secret> find(ToolCall call, Watch watch) throws ToolFailure {
    var given = said(call, "auth");
    if (given == Null.NULL || isFalse(said(call, "auto_secrets"))) {
      return List.of();
    }
    var secrets = new ArrayList<Secret>();
    for (var entry : auth.aliases(given).asMap().entrySet()) {
      var credential = auth.resolve(entry.getValue(), watch);
      var spec = entry.getValue() instanceof Fields fields ? fields : Fields.EMPTY;
      var all = spec.has("scope") ? credential.with("scope", spec.get("scope")) : credential;
      secrets.addAll(Secret.of(entry.getKey(), type(all, call), all));
    }
    return secrets;
  }

  private static String type(Fields credential, ToolCall call) {
    if (credential.get("type") instanceof Text(var type) && !type.isBlank()) {
      return type;
    }
    return said(call, "db_type") instanceof Text(var type) && !type.isBlank() ? type : "postgres";
  }

  /// What the step says under `name`, as a key or as an input.
  static Value said(ToolCall call, String name) {
    return call.config().has(name) ? call.config(name) : call.inputs().get(name);
  }

  static boolean isFalse(Value value) {
    return value == Bool.FALSE || value instanceof Text(var text) && text.equalsIgnoreCase("false");
  }

  /// Makes those of them that the queries need; their names.
  static List<String> make(Databases.Lease lease, List<Secret> secrets, List<Query> queries)
      throws ToolFailure {
    var connection = lease.connection();
    var texts = texts(queries);
    var names = new ArrayList<String>();
    for (var secret : secrets) {
      if (secret.isNeededBy(texts)) {
        if (lease.database().isConfined()) {
          throw ToolFailure.invalid("extensions", Trouble.NO_EXTENSIONS);
        }
        Extensions.load(connection, List.of(secret.extension()));
        try {
          Statements.run(connection, secret.create());
        } catch (SQLException e) {
          // The statement holds the secret: only the kind of error may be told.
          throw ToolFailure.error(
              Trouble.code(e),
              "DuckDB takes no secret of type %s from the credential '%s': check its fields"
                  .formatted(secret.type(), secret.name()));
        }
        names.add(secret.name());
      }
    }
    return names;
  }

  private static List<String> texts(List<Query> queries) {
    var texts = new ArrayList<String>();
    for (var query : queries) {
      texts.add(query.text());
      query.values().stream()
          .filter(Text.class::isInstance)
          .map(value -> ((Text) value).text())
          .forEach(texts::add);
    }
    return texts;
  }
}
