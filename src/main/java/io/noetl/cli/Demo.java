package io.noetl.cli;

import io.noetl.cli.demo.DemoServer;
import io.noetl.playbook.PlaybookParser.Parsed;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.value.Num;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The examples' data server for the time of a run: a playbook asks for it by `demo_server: PORT`
/// in its `metadata`. Where something listens on that port already, that is used.
final class Demo implements AutoCloseable {
  private static final String KEY = "demo_server";

  private final @Nullable DemoServer server;

  private Demo(@Nullable DemoServer server) {
    this.server = server;
  }

  /// Nothing is served for a playbook that does not ask, or that comes from the catalog.
  static Demo of(Optional<Parsed> file) {
    if (!(file.orElse(null) instanceof Valid(var playbook, _))
        || !(playbook.metadata().get(KEY) instanceof Num.Int(var port))) {
      return new Demo(null);
    }
    if (port < 1 || port > 65_535) {
      throw CommandError.usage(
          "metadata.%s: expected a port from 1 to 65535, found %d".formatted(KEY, port));
    }
    try {
      return new Demo(DemoServer.start((int) port).orElse(null));
    } catch (IOException e) {
      throw CommandError.usage(
          "metadata.%s: cannot serve on port %d: %s".formatted(KEY, port, e.getMessage()));
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
