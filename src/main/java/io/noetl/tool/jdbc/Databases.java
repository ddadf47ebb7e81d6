package io.noetl.tool.jdbc;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Connections;
import io.noetl.tool.sql.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/// The databases that steps reach through JDBC: their drivers and warm connections. What it is made
/// of is loaded when the first step wants it.
public final class Databases implements AutoCloseable {
  /// Longer than a network needs to tell that nobody is there.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalFiles files;
  private final Connections<Target, JdbcLink> connections;

  /// `directory` is where drivers may be put.
  public Databases(Path directory, FileRoot files) {
    this(directory, files, PATIENCE);
  }

  Databases(Path directory, FileRoot files, Duration patience) {
    this.files = new LocalFiles(files);
    connections = new Connections<>("jdbc", new JdbcAccess(new Drivers(directory), patience));
  }

  <R> R session(Target target, Watch watch, Session.Work<JdbcLink, R> work)
      throws SQLException, ToolFailure, InterruptedException {
    return Session.run(connections, files.settle(target), watch, work);
  }

  /// How many connections rest.
  int idle() {
    return connections.idle();
  }

  @Override
  public void close() {
    connections.close();
  }
}
