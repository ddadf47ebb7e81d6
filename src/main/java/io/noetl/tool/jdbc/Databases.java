package io.noetl.tool.jdbc;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Connections;
import io.noetl.tool.sql.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The databases that steps reach through JDBC: their drivers and warm connections. What it is made
/// of is loaded when the first step wants it.
public final class Databases implements AutoCloseable {
  /// Longer than a network needs to tell that nobody is there.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final FileRoot files;
  private final Duration patience;
  private @Nullable Connections<Target, JdbcLink> connections;
  private boolean closed;

  /// `directory` is where drivers may be put.
  public Databases(Path directory, FileRoot files) {
    this(directory, files, PATIENCE);
  }

  Databases(Path directory, FileRoot files, Duration patience) {
    this.directory = directory;
    this.files = files;
    this.patience = patience;
  }

  /// Made when the first step wants them: most processes never speak to such a database.
  private synchronized Connections<Target, JdbcLink> connections() {
    if (closed) {
      throw new IllegalStateException("the jdbc tool is closed");
    }
    var made = connections;
    if (made == null) {
      made = new Connections<>("jdbc", new JdbcAccess(new Drivers(directory), patience));
      connections = made;
    }
    return made;
  }

  <R> R session(Target target, Watch watch, Session.Work<JdbcLink, R> work)
      throws SQLException, ToolFailure, InterruptedException {
    return Session.run(connections(), new LocalFiles(files).settle(target), watch, work);
  }

  /// How many connections rest.
  int idle() {
    return connections().idle();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connections != null) {
      connections.close();
    }
  }
}
