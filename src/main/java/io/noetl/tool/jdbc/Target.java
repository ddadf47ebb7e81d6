package io.noetl.tool.jdbc;

import java.security.PrivateKey;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
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

  /// As an option, or before the host.
  private static final Pattern NAMES_USER =
      Pattern.compile("(?i)[?&;:/,]user(name)?=|//[^/?]+@|thin:[^@]+@");

  /// Where the options begin: after `?` or `;`, or with the first of `name=` (DB2, Teradata).
  private static final String OPTIONS = "[?;]|[:/,](?=\\w+=)";

  Target {
    properties = Map.copyOf(properties);
  }

  Dialect dialect() {
    return Dialect.of(url);
  }

  /// Whether a user is named, in whatever way.
  boolean hasUser() {
    return !user.isEmpty() || properties.containsKey("user") || NAMES_USER.matcher(url).find();
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
    return isEmbedded()
        ? url.split("[?;]", 2)[0]
        : url.split(OPTIONS, 2)[0].replaceFirst("(//|thin:)[^@]*@", "$1");
  }
}
