package io.noetl.tool.postgres;

import java.util.Properties;

/// A database, and who works on it how: what connections are shared by. Empty where nothing is
/// said. Its text never has the password in it.
record Target(
    String host,
    int port,
    String database,
    String user,
    String password,
    String sslmode,
    String sslrootcert,
    String schema) {
  static final int PORT_DEFAULT = 5432;

  String url() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return "jdbc:postgresql://%s:%d/".formatted(name, port);
  }

  /// The database stands here, since in a URL its name would have to be encoded.
  Properties properties() {
    var properties = new Properties();
    properties.setProperty("PGDBNAME", database);
    properties.setProperty("user", user);
    setUnlessEmpty(properties, "password", password);
    setUnlessEmpty(properties, "sslmode", sslmode);
    setUnlessEmpty(properties, "sslrootcert", sslrootcert);
    setUnlessEmpty(properties, "currentSchema", schema);
    return properties;
  }

  private static void setUnlessEmpty(Properties properties, String name, String value) {
    if (!value.isEmpty()) {
      properties.setProperty(name, value);
    }
  }

  @Override
  public String toString() {
    return "%s:%d/%s".formatted(host, port, database);
  }
}
