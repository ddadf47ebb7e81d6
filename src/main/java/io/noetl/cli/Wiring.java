package io.noetl.cli;

import io.noetl.engine.Engine;
import io.noetl.engine.Playbooks;
import io.noetl.engine.Settings;
import io.noetl.job.Job;
import io.noetl.job.JobSource;
import io.noetl.secret.AccessTokens;
import io.noetl.secret.KeySource;
import io.noetl.secret.Keychain;
import io.noetl.server.EngineOperations;
import io.noetl.server.Server;
import io.noetl.server.ServerSettings;
import io.noetl.store.Store;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.tool.Auth;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Toolbox;
import io.noetl.tool.duckdb.DuckDbSaver;
import io.noetl.tool.duckdb.DuckDbTool;
import io.noetl.tool.duckdb.ParquetWriter;
import io.noetl.tool.http.HttpSaver;
import io.noetl.tool.http.HttpTool;
import io.noetl.tool.http.Mocks;
import io.noetl.tool.http.Outbound;
import io.noetl.tool.http.Proxies;
import io.noetl.tool.jdbc.Databases;
import io.noetl.tool.jdbc.JdbcSaver;
import io.noetl.tool.jdbc.JdbcTool;
import io.noetl.tool.postgres.PostgresSaver;
import io.noetl.tool.postgres.PostgresTool;
import io.noetl.tool.python.PythonSaver;
import io.noetl.tool.python.PythonTool;
import io.noetl.tool.save.EventLogSaver;
import io.noetl.tool.save.FileSaver;
import io.noetl.tool.secrets.SecretProviders;
import io.noetl.tool.secrets.SecretsTool;
import io.noetl.tool.shell.ShellTool;
import io.noetl.tool.transform.TransformTool;
import io.noetl.value.Fields;
import io.noetl.worker.CallRunner;
import io.noetl.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the parts together: the only place where adapters are chosen.
final class Wiring {
  /// More than a laptop has cores, since most steps wait for others.
  static final int SLOTS_DEFAULT = 16;

  /// How long the local worker waits for jobs before it asks again; it is woken when there are
  /// some.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String WORKER = "local";

  /// Where in the data directory JDBC drivers may be put.
  private static final String DRIVERS = "lib";

  private Wiring() {}

  static Store store(Path directory) {
    return SqliteStore.open(directory);
  }

  /// The credentials of a data directory.
  static Keychain keychain(Store store, Path directory, Map<String, String> env) {
    return new Keychain(store.credentials(), KeySource.of(env, directory), InstantSource.system());
  }

  /// The registered playbooks, for those who only look.
  static Playbooks playbooks(Store store) {
    return new Playbooks(store.catalog(), _ -> Optional.empty());
  }

  /// Those of `catalog`, and what `neighbours` have.
  static Playbooks playbooks(Store.Catalog catalog, Neighbours neighbours) {
    return new Playbooks(catalog, path -> neighbours.find(path).map(Neighbours.Neighbour::text));
  }

  /// An engine without a worker.
  static Engine engine(Store store, Playbooks playbooks, Map<String, String> env) {
    var settings = Settings.DEFAULT.withEnv(visible(env));
    return new Engine(store, playbooks, settings, InstantSource.system());
  }

  /// What a process is within the system: `worker` is the name that steps see as `job.worker_id`,
  /// `outbound` where their requests may go, `files` where their files are, `data` where the
  /// process keeps its own.
  record Part(String worker, Outbound outbound, FileRoot files, Path data) {
    static Part local(Outbound outbound, FileRoot files, Path data) {
      return new Part(WORKER, outbound, files, data);
    }

    /// One that its user alone uses: files lie where the user is, and requests go anywhere.
    static Part own(Map<String, String> env, Path data) {
      return local(Outbound.ANYWHERE, FileOptions.own(env), data);
    }
  }

  static Tools tools(Map<String, String> env, int slots, Credentials credentials, Part part) {
    var environment = Environment.of(env).with(SecretProviders.of(env));
    var command = env.getOrDefault("NOETL_PYTHON", "python3");
    var python = new PythonTool(command, environment, slots, Optional.of(cache(env)));
    var http = new HttpTool(environment, credentials, surroundings(env, part));
    var postgres = new PostgresTool(environment, credentials);
    var databases = new Databases(part.data().resolve(DRIVERS), part.files());
    var jdbc = JdbcTool.jdbc(databases, new Auth(environment, credentials));
    var snowflake = JdbcTool.snowflake(databases, new Auth(environment, credentials));
    var duckDb = new DuckDbTool(environment, credentials, postgres, FileOptions.duckDb(env, part));
    var toolbox =
        new Toolbox(
            List.of(
                new TransformTool(),
                python,
                http,
                postgres,
                jdbc,
                snowflake,
                duckDb,
                new ShellTool(environment),
                new SecretsTool(environment)),
            List.of(
                new EventLogSaver(),
                new HttpSaver(http),
                new PostgresSaver(postgres),
                new JdbcSaver(jdbc),
                new JdbcSaver(snowflake),
                new DuckDbSaver(duckDb),
                new FileSaver(part.files(), new ParquetWriter(duckDb)),
                new PythonSaver(python)));
    var runner = new CallRunner(toolbox, environment, credentials, part.worker());
    return new Tools(python, toolbox, runner);
  }

  /// On a shared system no answer is made up: somebody else might take it for one.
  private static HttpTool.Surroundings surroundings(Map<String, String> env, Part part) {
    return new HttpTool.Surroundings(
        part.outbound(),
        Proxies.of(env),
        part.files(),
        part.outbound().isGuarded() ? Mocks.NONE : Mocks.of(env));
  }

  /// What may be lost without harm.
  private static Path cache(Map<String, String> env) {
    var shared = env.getOrDefault("XDG_CACHE_HOME", "");
    var caches =
        shared.isEmpty()
            ? Path.of(env.getOrDefault("HOME", System.getProperty("java.io.tmpdir")), ".cache")
            : Path.of(shared);
    return caches.resolve("noetl");
  }

  /// What runs steps.
  record Tools(PythonTool python, Toolbox toolbox, CallRunner runner) implements AutoCloseable {
    @Override
    public void close() {
      runner.close();
      toolbox.close();
    }
  }

  /// A worker for the engine in the same process; it is at work when this returns.
  static Worker worker(Engine engine, Tools tools, int slots) {
    var settings =
        new Worker.Settings(
            Job.POOL_ANY,
            slots,
            PATIENCE,
            Duration.ofMillis(Settings.DEFAULT.lease().toMillis() / 3),
            Duration.ZERO);
    var worker = new Worker(engine.localJobs(), tools.runner(), settings);
    worker.start();
    return worker;
  }

  /// A worker for the pool `default`, not at work yet; on closing, its steps get `grace` to end.
  static Worker serving(JobSource jobs, Tools tools, int slots, Duration grace) {
    var settings =
        new Worker.Settings(
            Job.POOL_DEFAULT,
            slots,
            PATIENCE,
            Duration.ofMillis(Settings.DEFAULT.lease().toMillis() / 3),
            grace);
    return new Worker(jobs, tools.runner(), settings);
  }

  /// The HTTP API in front of an engine; it does not listen yet.
  static Server server(
      ServerSettings settings, Engine engine, Store store, Playbooks playbooks, Keychain keychain) {
    var clock = InstantSource.system();
    return new Server(
        settings,
        new Server.Given(
            store,
            playbooks,
            new EngineOperations(engine, store),
            keychain,
            new AccessTokens(store.tokens(), clock),
            clock,
            Commands.version()));
  }

  /// The variables that playbooks may see.
  private static Fields visible(Map<String, String> env) {
    var environment = Environment.of(env);
    var visible = Fields.builder();
    env.keySet().stream()
        .sorted()
        .forEach(name -> environment.find(name).ifPresent(value -> visible.put(name, value)));
    return visible.build();
  }
}
