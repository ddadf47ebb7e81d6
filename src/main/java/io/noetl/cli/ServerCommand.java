package io.noetl.cli;

import io.noetl.server.Caretaker;
import io.noetl.server.Server;
import io.noetl.server.ServerSettings;
import io.noetl.store.Store;
import io.noetl.tool.http.Outbound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl server start`: the engine, the HTTP API and the web interface, with a worker of its own.
/// That alone is a whole system; it runs until it is told to stop.
final class ServerCommand implements Command {
  private static final String HOST = "--host";
  private static final String PORT = "--port";
  private static final String SLOTS = "--slots";
  private static final String NAME = "--name";
  private static final String NAMED_HOST = "--allow-host";
  private static final String ORIGIN = "--allow-origin";
  private static final String TOKENS = "--require-tokens";
  private static final String GRACE = "--grace";
  private static final int PORT_MAX = 65_535;

  @Override
  public CommandSpec spec() {
    var start =
        Options.command("start", "Runs a server until it is told to stop (Ctrl-C, SIGTERM).")
            .addOption(Options.text(HOST, "ADDRESS", "Where it listens (default: 127.0.0.1)."))
            .addOption(
                Options.number(PORT, "N", "Its port (default: %d).".formatted(ServerSettings.PORT)))
            .addOption(StorePlace.option())
            .addOption(Options.data())
            .addOption(
                Options.number(
                    SLOTS,
                    "N",
                    "Steps at once in this process (default: %d); 0: workers elsewhere do them."
                        .formatted(Wiring.SLOTS_DEFAULT)))
            .addOption(Options.text(NAME, "NAME", "Its name in the registry."))
            .addOption(
                Options.flag(TOKENS, "Asks for tokens on a loopback address too, not just beyond."))
            .addOption(
                Options.texts(
                    NAMED_HOST, "HOST", "A further name of a loopback server, as behind a proxy."))
            .addOption(Options.texts(ORIGIN, "URL", "A page elsewhere that may use it."))
            .addOption(OutboundOptions.option())
            .addOption(RetainOption.option())
            .addOption(Service.grace(GRACE))
            .addOption(Background.option());
    var stop =
        Options.command("stop", "Stops the server of that port on this machine.")
            .addOption(
                Options.number(PORT, "N", "Its port (default: %d).".formatted(ServerSettings.PORT)))
            .addOption(StorePlace.option())
            .addOption(Options.data());
    return Options.command("server", "Runs a server.")
        .addSubcommand("start", Options.line(start))
        .addSubcommand("stop", Options.line(stop));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    return switch (given.commandSpec().name()) {
      case "start" ->
          Options.has(given, Background.DETACH) ? detach(given, console) : start(given, console);
      case "stop" -> background(given, console).stop();
      default -> throw CommandError.usage("server: choose start or stop");
    };
  }

  private static Background background(ParseResult given, Console console) {
    return new Background(
        StorePlace.of(given, console.env()).directory(), name(port(given)), console);
  }

  private static String name(int port) {
    return "server-" + port;
  }

  private static int port(ParseResult given) {
    return Service.number(given, PORT, ServerSettings.PORT, 0, PORT_MAX);
  }

  private static int detach(ParseResult given, Console console) throws InterruptedException {
    var settings = settings(given, Service.GRACE_DEFAULT);
    var _ = OutboundOptions.ofServer(settings, given, console.env());
    if (settings.port() == 0) {
      throw CommandError.usage("--port: in the background it needs a port that others know");
    }
    return background(given, console).start(() -> Service.isReady(settings));
  }

  private static int start(ParseResult given, Console console) throws InterruptedException {
    Service.log(console);
    var grace = Service.duration(given, GRACE, Service.GRACE_DEFAULT);
    var place = StorePlace.of(given, console.env());
    var settings = settings(given, grace);
    var outbound = OutboundOptions.ofServer(settings, given, console.env());
    var retain = RetainOption.of(given, console.env());
    try (var store = place.open()) {
      if (retain.isPresent()) {
        RetainOption.check(store);
      }
      return serve(new Wish(place, settings, grace, outbound, retain), store, console);
    } catch (Server.Unsafe e) {
      throw new CommandError(Exit.NOT_ALLOWED, String.valueOf(e.getMessage()));
    }
  }

  private record Wish(
      StorePlace place,
      ServerSettings settings,
      Duration grace,
      Outbound outbound,
      Optional<Duration> retain) {}

  private static int serve(Wish wish, Store store, Console console) throws InterruptedException {
    var env = console.env();
    var keychain = Wiring.keychain(store, wish.place().directory(), env);
    var playbooks = Wiring.playbooks(store);
    try (var pid = new OwnPid();
        var engine = Wiring.engine(store, playbooks, env);
        var tools =
            Wiring.tools(
                env,
                Math.max(1, wish.settings().slots()),
                new StoredCredentials(() -> keychain),
                Wiring.Part.local(
                    wish.outbound(),
                    FileOptions.of(
                        OutboundOptions.isOwn(wish.settings()), env, wish.place().directory()),
                    wish.place().directory()));
        var worker = new Service.Local(engine, tools, wish.settings().slots(), wish.grace());
        var server = Wiring.server(wish.settings(), engine, store, playbooks, keychain);
        var caretaker = new Caretaker(store, wish.retain())) {
      var end = new CountDownLatch(1);
      Interrupts.handle(end::countDown);
      int port = server.start();
      pid.write(PidFile.of(wish.place().directory(), name(port)));
      worker.start();
      caretaker.start();
      int resumed = store.isShared() ? 0 : engine.takeOverOrphans();
      console.say(
          "noetl: listening on http://%s:%d, store %s, %s"
              .formatted(
                  wish.settings().host(),
                  port,
                  wish.place(),
                  wish.settings().slots() == 0
                      ? "no local worker"
                      : wish.settings().slots() + " slots"));
      if (resumed > 0) {
        console.say("noetl: going on with %d executions that were cut off".formatted(resumed));
      }
      end.await();
      console.say("noetl: stopping (again to leave at once)");
    }
    return Exit.DONE;
  }

  /// The file that says which process the server is. It is called by the port, which is known only
  /// when the server listens, and outlasts all else that is closed.
  private static final class OwnPid implements AutoCloseable {
    private Optional<PidFile> file = Optional.empty();

    void write(PidFile wanted) {
      wanted.write();
      file = Optional.of(wanted);
    }

    @Override
    public void close() {
      file.ifPresent(PidFile::close);
    }
  }

  private static int slots(ParseResult given) {
    return Service.number(given, SLOTS, Wiring.SLOTS_DEFAULT, 0, Service.SLOTS_MAX);
  }

  private static ServerSettings settings(ParseResult given, Duration grace) {
    var base = ServerSettings.DEFAULT;
    var host = Options.has(given, HOST) ? Options.text(given, HOST) : base.host();
    int port = port(given);
    var name = Options.text(given, NAME);
    return new ServerSettings(
        name.isEmpty() ? "%s:%d".formatted(Service.hostName(), port) : name,
        host,
        port,
        Options.has(given, TOKENS) ? ServerSettings.Tokens.ALWAYS : base.tokens(),
        Set.copyOf(given.matchedOptionValue(NAMED_HOST, List.<String>of())),
        Set.copyOf(given.matchedOptionValue(ORIGIN, List.<String>of())),
        grace,
        slots(given));
  }
}
