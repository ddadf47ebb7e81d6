package io.noetl.cli;

import io.noetl.cli.bench.Rig;
import io.noetl.engine.Engine;
import io.noetl.engine.Playbooks;
import io.noetl.server.ServerSettings;
import io.noetl.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What `noetl bench` measures: an engine with a worker in this process, or with a server and
/// workers in processes of their own.
final class BenchRig implements Rig {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Engine engine;
  private final Playbooks playbooks;

  /// What ends, the last first.
  private final Deque<Runnable> ends = new ArrayDeque<>();

  private BenchRig(Engine engine, Playbooks playbooks) {
    this.engine = engine;
    this.playbooks = playbooks;
    ends.push(engine::close);
  }

  /// `remoteWorkers` is how many processes do the steps; 0: this one does. Each has `slots`.
  record Manner(int slots, int remoteWorkers, Path directory, Map<String, String> env) {
    Manner {
      env = Map.copyOf(env);
    }
  }

  static BenchRig on(Store store, Manner manner) {
    var playbooks = Wiring.playbooks(store);
    var rig = new BenchRig(Wiring.engine(store, playbooks, manner.env()), playbooks);
    try {
      if (manner.remoteWorkers() == 0) {
        rig.addWorker(store, manner);
      } else {
        int port = rig.addServer(store, manner);
        for (int i = 1; i <= manner.remoteWorkers(); i++) {
          rig.addProcess(port, "bench-" + i, manner);
        }
      }
      return rig;
    } catch (IOException e) {
      rig.close();
      throw new UncheckedIOException("no worker can be started", e);
    }
  }

  private void addWorker(Store store, Manner manner) {
    var keychain = Wiring.keychain(store, manner.directory(), manner.env());
    var part = Wiring.Part.own(manner.env(), manner.directory());
    var tools =
        Wiring.tools(manner.env(), manner.slots(), new StoredCredentials(() -> keychain), part);
    ends.push(tools::close);
    ends.push(Wiring.worker(engine, tools, manner.slots())::close);
  }

  private int addServer(Store store, Manner manner) {
    var keychain = Wiring.keychain(store, manner.directory(), manner.env());
    var server =
        Wiring.server(
            ServerSettings.DEFAULT.at("127.0.0.1", 0), engine, store, playbooks, keychain);
    ends.push(server::close);
    return server.start();
  }

  /// A worker like this process: the same Java, with the same options.
  private void addProcess(int port, String name, Manner manner) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.noetl.Main"));
    command.addAll(List.of("worker", "start", "--server", "http://127.0.0.1:" + port));
    command.addAll(List.of("--name", name, "--slots", Integer.toString(manner.slots())));
    command.addAll(List.of("--data", manner.directory().toString()));
    var process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    ends.push(() -> end(process));
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Playbooks playbooks() {
    return playbooks;
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
