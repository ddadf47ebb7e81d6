package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Access;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.core.BaseConnection;

/// Opens connections to PostgreSQL.
final class PostgresAccess implements Access<Target, PostgresLink> {
  private static final String LOGIN_SECONDS = "15";

  /// The driver logs in on a thread of its own, and leaves it behind when nobody waits any more: it
  /// must not wait for a silent server for ever.
  private static final String ANSWER_SECONDS = "12";

  private static final String CONNECT_SECONDS = "10";

  @Override
  public PostgresLink open(Target target) throws SQLException {
    var opened = new Driver().connect(target.url(), properties(target));
    if (opened == null) {
      throw new SQLException("the driver does not know " + target.url(), "08001");
    }
    var connection = opened.unwrap(BaseConnection.class);
    try {
      PostgresLink.settle(connection);
      // Statements may take as long as they like.
      connection.setNetworkTimeout(Runnable::run, 0);
      return new PostgresLink(connection);
    } catch (SQLException e) {
      PostgresLink.closeQuietly(connection);
      throw e;
    }
  }

  private static Properties properties(Target target) {
    var properties = target.properties();
    properties.setProperty("ApplicationName", "noetl");
    properties.setProperty("assumeMinServerVersion", "10");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", LOGIN_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    // Texts take the type that their place wants, and values come as texts: what they mean is
    // read in one place.
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("binaryTransfer", "false");
    // Statements kept on the server outlive changes of tables, and confuse poolers before it.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("maxResultBuffer", Integer.toString(Rows.CHARS_MAX));
    return properties;
  }

  @Override
  public ToolFailure refused(Target target, SQLException e) {
    return Trouble.connecting(target, e);
  }
}
