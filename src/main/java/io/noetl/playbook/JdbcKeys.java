package io.noetl.playbook;

import static io.noetl.playbook.Own.key;

import io.noetl.playbook.Own.Shape;
import java.util.ArrayList;
import java.util.List;

/// The keys of the tools that speak through JDBC.
final class JdbcKeys {
  private static final String OVERRIDES = "Overrides what the credential says.";

  private static final List<Own> MANNER =
      List.of(
          key(Shape.TRUTH, "transaction", "Whether all statements commit together."),
          key(Shape.TRUTH, "batch", "Whether the statement runs for each row of params."),
          key(Shape.NUMBER, "fetch_size", "How many rows the driver fetches at once."),
          key(Shape.NUMBER, "max_rows", "No more rows of a statement are read."),
          key(Shape.MAP, "properties", "Properties of the driver."));

  private JdbcKeys() {}

  static Own[] jdbc(Own... first) {
    var keys = new ArrayList<>(List.of(first));
    keys.add(key(Shape.TEXT, "url", "The JDBC URL."));
    keys.add(key(Shape.TEXT, "driver", "The class of the driver."));
    keys.add(key(Shape.TEXT, "user", OVERRIDES));
    keys.add(key(Shape.TEXT, "password", OVERRIDES));
    keys.addAll(MANNER);
    return keys.toArray(Own[]::new);
  }

  static Own[] snowflake(Own... first) {
    var keys = new ArrayList<>(List.of(first));
    for (var name :
        List.of(
            "account",
            "user",
            "password",
            "private_key",
            "private_key_passphrase",
            "token",
            "warehouse",
            "schema",
            "role",
            "authenticator")) {
      keys.add(key(Shape.TEXT, name, OVERRIDES));
    }
    keys.addAll(MANNER);
    return keys.toArray(Own[]::new);
  }
}
