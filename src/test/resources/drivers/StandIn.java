package standin;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Logger;

/// A driver that speaks for Snowflake (`jdbc:snowflake:`) and for a database that nobody knows
/// (`jdbc:standin:`): it looks at what it is given, and works on an H2 in memory. It is compiled by
/// tests, put into a jar and that into the directory for drivers.
public final class StandIn implements Driver {
  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:snowflake:") || url.startsWith("jdbc:standin:");
  }

  @Override
  public Connection connect(String url, Properties given) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    if ("wrong".equals(given.getProperty("password"))) {
      throw new SQLInvalidAuthorizationSpecException(
          "Incorrect username or password was specified.", "28000", 390100);
    }
    var connection = DriverManager.getConnection("jdbc:h2:mem:standin;DB_CLOSE_DELAY=-1");
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS given (name varchar, content varchar)");
      statement.execute("DELETE FROM given");
    }
    var seen = new TreeMap<String, String>();
    given.forEach((name, value) -> seen.put(name.toString(), shown(value)));
    seen.put("url", url);
    try (var insert = connection.prepareStatement("INSERT INTO given VALUES (?, ?)")) {
      for (var entry : seen.entrySet()) {
        insert.setString(1, entry.getKey());
        insert.setString(2, entry.getValue());
        insert.executeUpdate();
      }
    }
    return connection;
  }

  /// A key is shown by its kind only.
  private static String shown(Object value) {
    return value instanceof java.security.PrivateKey key
        ? key.getAlgorithm() + " " + key.getFormat()
        : value.toString();
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties given) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }
}
