package io.noetl.cli.bench;

import io.noetl.engine.Playbooks;
import io.noetl.playbook.PlaybookParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Runs a workload for some rounds and measures it, with the store's own limit in the same run.
///
/// The order is: what is to lie in the store beforehand, warming up, then the rounds. After each of
/// them the store gets the rows of its first executions again, without an engine.
public final class Bench {
  /// Callers at once while the store is filled.
  private static final int FILLING = 256;

  private static final double MEGA = 1 << 20;

  private final Setup setup;
  private final Place place;
  private final Rig.Maker maker;
  private final Consumer<String> progress;

  /// `progress` hears what is going on.
  public Bench(Setup setup, Place place, Rig.Maker maker, Consumer<String> progress) {
    this.setup = setup;
    this.place = place;
    this.maker = maker;
    this.progress = progress;
  }

  /// Throws [IllegalStateException] if an execution ends otherwise than its workload wants.
  public Results run() throws InterruptedException {
    var recorder = new Recorder();
    try (var rig = maker.on(recorder.watch(place.store()))) {
      var load = load(rig);
      fill(rig);
      progress.accept("warming up for %ds".formatted(setup.warmUp().toSeconds()));
      load.runFor(setup.warmUp().toNanos(), setup.concurrency());
      var cpu = Cpu.with(place.backend());
      var limit = new Limit(place.store());
      var rounds = new ArrayList<Round>();
      for (int i = 1; i <= setup.rounds(); i++) {
        var round = round(load, recorder, limit, cpu);
        rounds.add(round);
        progress.accept(
            "round %d of %d: %,.0f executions/s"
                .formatted(i, setup.rounds(), round.executionsPerSecond()));
      }
      return new Results(setup, place.name(), rounds);
    }
  }

  private Load load(Rig rig) {
    register(rig, Workload.child());
    List<Playbooks.Ready> playbooks =
        setup.workload().playbooks(setup.size()).stream().map(it -> register(rig, it)).toList();
    return new Load(
        rig.engine(),
        playbooks,
        Workload.payload(setup.payloadBytes()),
        setup.workload() == Workload.SOAK);
  }

  private static Playbooks.Ready register(Rig rig, String yaml) {
    return switch (PlaybookParser.parse("bench.yaml", yaml)) {
      case PlaybookParser.Valid(var playbook, _) -> rig.playbooks().register(playbook, yaml);
      case PlaybookParser.Invalid(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  private void fill(Rig rig) throws InterruptedException {
    if (setup.finished() > 0) {
      progress.accept("running %,d executions beforehand".formatted(setup.finished()));
      var linear = Workload.LINEAR.playbooks(Workload.LINEAR.size());
      var ready = linear.stream().map(it -> register(rig, it)).toList();
      new Load(rig.engine(), ready, Workload.payload(0), false).run(setup.finished(), FILLING);
    }
    if (setup.running() > 0) {
      progress.accept("starting %,d executions that wait".formatted(setup.running()));
      Load.start(rig.engine(), register(rig, Workload.waiting()), setup.running(), FILLING);
    }
  }

  private Round round(Load load, Recorder recorder, Limit limit, Cpu cpu)
      throws InterruptedException {
    recorder.begin();
    long bytesBefore = place.bytesWritten();
    long cpuBefore = cpu.nanos();
    var times = load.run(setup.executions(), setup.concurrency());
    long cpuNanos = cpu.nanos() - cpuBefore;
    long bytes = place.bytesWritten() - bytesBefore;
    var seen = recorder.end();
    double heap = heap();
    var alone =
        setup.remoteWorkers() > 0
            ? Limit.Figures.NONE
            : limit.measure(seen, (double) seen.appends() / setup.executions(), cpu);
    double perSecond = setup.executions() * 1e9 / times.nanos();
    return new Round(
        perSecond,
        perSecond * setup.workload().units(setup.size()),
        times.p50(),
        times.p99(),
        times.max(),
        cpuNanos / 1e6 / setup.executions(),
        (double) bytes / setup.executions(),
        (double) seen.appends() / setup.executions(),
        (double) seen.appends() / seen.commits(),
        alone.perSecond(),
        alone.cpuMillis(),
        heap);
  }

  /// What is still in use when all that is not has been collected, in MiB.
  private static double heap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGA;
  }
}
