package io.noetl.tool.jdbc;

import java.security.PrivateKey;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A database, and who works on it how: what connections are shared by. Empty where nothing is
/// said. Its text has no secret in it.
record Target(
    String url,
    String driver,
    String user,
    String password,
    Map<String, String> properties,
    @Nullable PrivateKey privateKey) {

  Target {
    properties = Map.copyOf(properties);
  }

  Dialect dialect() {
    return Dialect.of(url);
  }

  boolean isEmbedded() {
    return dialect().isEmbedded(url);
  }

  /// What the driver gets.
  Properties forDriver() {
    var all = new Properties();
    dialect().defaults().forEach(all::setProperty);
    properties.forEach(all::setProperty);
    setUnlessEmpty(all, "user", user);
    setUnlessEmpty(all, "password", password);
    if (privateKey != null) {
      all.put("privateKey", privateKey);
    }
    return all;
  }

  private static void setUnlessEmpty(Properties properties, String name, String value) {
    if (!value.isEmpty()) {
      properties.setProperty(name, value);
    }
  }

  /// The URL without its options and without what stands before the host.
  @Override
  public String toString() {
    var plain = url.split("[?;]", 2)[0];
    return isEmbedded() ? plain : plain.replaceFirst("(//|thin:)[^@]*@", "$1");
  }
}
