package io.noetl.cli;

import io.noetl.cli.demo.DemoServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl demo`: serves the data that the examples fetch, until it is interrupted.
final class DemoCommand implements Command {
  private static final String PORT = "--port";

  @Override
  public CommandSpec spec() {
    return Options.command("demo", "Serves the data that the examples fetch, on this machine only.")
        .addOption(
            Options.number(
                PORT, "PORT", "Where (default: %d).".formatted(DemoServer.PORT_DEFAULT)));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    int port = given.matchedOptionValue(PORT, DemoServer.PORT_DEFAULT);
    if (port < 0 || port > 65_535) {
      throw CommandError.usage("--port: expected 0 to 65535, found " + port);
    }
    var stopped = new CountDownLatch(1);
    Interrupts.handle(stopped::countDown);
    try (var server =
        DemoServer.start(port)
            .orElseThrow(
                () ->
                    CommandError.usage(
                        "port %d is in use: stop what listens there, or choose another --port"
                            .formatted(port)))) {
      console.say("the examples' data are at %s (Ctrl-C ends it)".formatted(server.url()));
      stopped.await();
      return Exit.DONE;
    } catch (IOException e) {
      throw CommandError.usage("cannot serve on port %d: %s".formatted(port, e.getMessage()));
    }
  }
}
