package io.noetl.cli;

import io.noetl.client.Enrolment;
import io.noetl.client.Link;
import io.noetl.client.RemoteCredentials;
import io.noetl.client.RemoteJobs;
import io.noetl.job.Job;
import io.noetl.job.wire.Protocol;
import io.noetl.worker.Worker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl worker start`: does the steps of a pool for a server elsewhere, until it is told to stop.
final class WorkerCommand implements Command {
  private static final String PREFIX = "worker-";
  private static final String POOL = "--pool";
  private static final String SLOTS = "--slots";
  private static final String NAME = "--name";
  private static final String LEASE = "--lease";
  private static final String GRACE = "--grace";
  private static final Duration LEASE_DEFAULT = Duration.ofSeconds(30);

  /// A job that was cancelled is stopped no later than this.
  private static final Duration RENEWAL_MAX = Duration.ofSeconds(2);

  @Override
  public CommandSpec spec() {
    var start =
        Target.serverOptions(
                Options.command(
                    "start", "Runs a worker until it is told to stop (Ctrl-C, SIGTERM)."))
            .addOption(
                Options.text(POOL, "NAME", "Does the steps of this pool (default: default)."))
            .addOption(
                Options.number(
                    SLOTS, "N", "Steps at once (default: %d).".formatted(Wiring.SLOTS_DEFAULT)))
            .addOption(Options.text(NAME, "NAME", "Its name (default: from pool, host, process)."))
            .addOption(
                Options.text(
                    LEASE,
                    "TIME",
                    "If it is not heard of for so long, its steps are run elsewhere (2s to 1h;"
                        + " default: 30s)."))
            .addOption(OutboundOptions.option())
            .addOption(Service.grace(GRACE))
            .addOption(Options.data())
            .addOption(Background.option());
    var stop =
        Options.command("stop", "Stops a worker on this machine, or all.")
            .addOption(Options.text(NAME, "NAME", "The worker (default: all)."))
            .addOption(Options.data());
    return Options.command("worker", "Runs a worker.")
        .addSubcommand("start", Options.line(start))
        .addSubcommand("stop", Options.line(stop));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    return switch (given.commandSpec().name()) {
      case "start" ->
          Options.has(given, Background.DETACH) ? detach(given, console) : start(given, console);
      case "stop" -> stop(given, console);
      default -> throw CommandError.usage("worker: choose start or stop");
    };
  }

  private static int stop(ParseResult given, Console console) throws InterruptedException {
    var directory = DataDirectory.of(given, console.env());
    return Options.has(given, NAME)
        ? new Background(directory, PREFIX + Options.text(given, NAME), console).stop()
        : Background.stopAll(directory, PREFIX, console);
  }

  /// The worker in the background is named here, so that it can be found again.
  private static int detach(ParseResult given, Console console) throws InterruptedException {
    var name = Options.text(given, NAME);
    var directory = DataDirectory.of(given, console.env());
    if (name.isEmpty()) {
      throw CommandError.usage("--detach: give the worker a --name");
    }
    var _ = OutboundOptions.ofWorker(Target.server(given, console.env()), given, console.env());
    var file = PidFile.of(directory, PREFIX + name);
    return new Background(directory, PREFIX + name, console)
        .start(() -> file.process().isPresent());
  }

  private static int start(ParseResult given, Console console) throws InterruptedException {
    Service.log(console);
    var wish = wish(given);
    var directory = DataDirectory.of(given, console.env());
    var server = Target.server(given, console.env());
    var part =
        new Wiring.Part(
            wish.part().name(),
            OutboundOptions.ofWorker(server, given, console.env()),
            FileOptions.of(OutboundOptions.isOwn(server), console.env(), directory),
            directory);
    try (var link = new Link(server);
        var tools =
            Wiring.tools(
                console.env(),
                wish.part().slots(),
                new RemoteCredentials(link, wish.part().name()),
                part);
        var pid = PidFile.of(directory, PREFIX + wish.part().name());
        var enrolment = new Enrolment(link, wish.part());
        var worker = worker(link, tools, wish)) {
      var end = new CountDownLatch(1);
      Interrupts.handle(end::countDown);
      pid.write();
      enrolment.begin();
      worker.start();
      console.say(
          "noetl: worker %s of pool %s for %s, %d slots"
              .formatted(
                  wish.part().name(), wish.part().pool(), link.address(), wish.part().slots()));
      end.await();
      console.say("noetl: stopping when its steps are done (again to leave at once)");
    }
    return Exit.DONE;
  }

  private record Wish(Enrolment.Part part, Duration lease, Duration grace) {}

  private static Wish wish(ParseResult given) {
    var pool = Options.has(given, POOL) ? Options.text(given, POOL) : Job.POOL_DEFAULT;
    int slots = Service.number(given, SLOTS, Wiring.SLOTS_DEFAULT, 1, Service.SLOTS_MAX);
    var name = Options.text(given, NAME);
    if (name.isEmpty()) {
      name = "%s-%s-%d".formatted(pool, Service.hostName(), ProcessHandle.current().pid());
    }
    var lease = Service.duration(given, LEASE, LEASE_DEFAULT);
    if (lease.toMillis() < Protocol.LEASE_MILLIS_MIN
        || lease.toMillis() > Protocol.LEASE_MILLIS_MAX) {
      throw CommandError.usage("--lease: expected 2s to 1h, found " + Options.text(given, LEASE));
    }
    return new Wish(
        new Enrolment.Part(name, pool, slots, Commands.version()),
        lease,
        Service.duration(given, GRACE, Service.GRACE_DEFAULT));
  }

  private static Worker worker(Link link, Wiring.Tools tools, Wish wish) {
    var third = wish.lease().dividedBy(3);
    var settings =
        new Worker.Settings(
            wish.part().pool(),
            wish.part().slots(),
            Wiring.PATIENCE,
            third.compareTo(RENEWAL_MAX) < 0 ? third : RENEWAL_MAX,
            wish.grace());
    var jobs = new RemoteJobs(link, wish.part().name(), wish.lease());
    return new Worker(jobs, tools.runner(), settings);
  }
}
