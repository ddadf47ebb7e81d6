package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Access;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Opens connections by any driver. Drivers differ in how long they wait and in whether they let
/// themselves be interrupted, so each opens its connection on a thread that can be left behind.
final class JdbcAccess implements Access<Target, JdbcLink> {
  private static final int TRIES_MAX = 200;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Drivers drivers;
  private final Duration patience;

  JdbcAccess(Drivers drivers, Duration patience) {
    this.drivers = drivers;
    this.patience = patience;
  }

  @Override
  public JdbcLink open(Target target) throws SQLException, ToolFailure, InterruptedException {
    var connection = connect(drivers.find(target), target);
    var link = new JdbcLink(connection, target.dialect());
    try {
      for (var sentence : target.dialect().greeting()) {
        try (var statement = connection.createStatement()) {
          statement.execute(sentence);
        }
      }
      return link;
    } catch (SQLException e) {
      link.discard();
      throw e;
    }
  }

  /// DuckDB refuses a file that somebody of this process is just closing.
  private Connection connect(Driver driver, Target target)
      throws SQLException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return new Opening(driver, target).await(patience);
      } catch (SQLException e) {
        boolean isClosing = target.dialect() == Dialect.DUCKDB && Trouble.isClosingFile(e);
        if (!isClosing || tries == TRIES_MAX) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static final class Opening {
    private final Driver driver;
    private final Target target;
    private final FutureTask<Connection> task = new FutureTask<>(this::connect);
    private @Nullable Connection opened;
    private boolean abandoned;

    private Opening(Driver driver, Target target) {
      this.driver = driver;
      this.target = target;
    }

    private Connection await(Duration patience) throws SQLException, InterruptedException {
      var thread =
          target.dialect().isNative()
              ? Thread.ofPlatform().daemon().start(task)
              : Thread.ofVirtual().start(task);
      boolean isDone = false;
      try {
        var connection = task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        isDone = true;
        return connection;
      } catch (TimeoutException e) {
        throw new SQLTimeoutException(
            "no answer within %d s".formatted(patience.toSeconds()), "08001", e);
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case SQLException it -> throw it;
          case Error it -> throw it;
          case null, default -> throw new SQLException(String.valueOf(e.getCause()), "08001", e);
        }
      } finally {
        if (!isDone) {
          thread.interrupt();
          abandon();
        }
      }
    }

    private Connection connect() throws SQLException {
      var connection = driver.connect(target.url(), target.forDriver());
      if (connection == null) {
        throw new SQLException("the driver does not take the URL", "08001");
      }
      keep(connection);
      return connection;
    }

    private synchronized void keep(Connection connection) throws SQLException {
      if (abandoned) {
        connection.close();
      }
      opened = connection;
    }

    /// Nobody waits for it any more.
    private synchronized void abandon() throws SQLException {
      abandoned = true;
      if (opened != null) {
        opened.close();
      }
    }
  }

  @Override
  public ToolFailure refused(Target target, SQLException e) {
    return Trouble.connecting(target, e);
  }

  /// One that rests would keep a file from those who want to delete or replace it.
  @Override
  public boolean keeps(Target target) {
    return !target.isEmbedded();
  }

  @Override
  public boolean isNative(Target target) {
    return target.dialect().isNative();
  }
}
