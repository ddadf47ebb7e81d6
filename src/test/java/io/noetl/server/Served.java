package io.noetl.server;

import io.noetl.engine.Engine;
import io.noetl.engine.Playbooks;
import io.noetl.engine.Settings;
import io.noetl.job.Job;
import io.noetl.secret.AccessTokens;
import io.noetl.secret.KeySource;
import io.noetl.secret.Keychain;
import io.noetl.secret.Role;
import io.noetl.store.Store;
import io.noetl.store.memory.MemoryStore;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.Toolbox;
import io.noetl.tool.save.EventLogSaver;
import io.noetl.tool.transform.TransformTool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.worker.CallRunner;
import io.noetl.worker.Worker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server on a free port with an engine, and a client for it.
public final class Served implements AutoCloseable {
  public static final String THREE =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: three, path: test/served/three, description: Three steps in a row}
      workload: {n: 1}
      workflow:
        - {step: start, next: a}
        - {step: a, type: transform, data: {n: "{{ workload.n }}"}, next: b}
        - step: b
          type: transform
          data: {n: "{{ a.n + 1 }}"}
          next:
            - {step: c, when: "{{ b.n > 0 }}"}
            - {else: {step: end}}
        - {step: c, type: transform, data: {n: "{{ b.n + 1 }}"}, next: end}
        - {step: end}
      """;

  /// Any 32 bytes.
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  /// The master key before that one: the server takes what is under it still.
  private static final String OLD_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

  public static final String PATH = "test/served/three";

  public final Store store;
  final Playbooks playbooks;
  public final Engine engine;
  private final ServerSettings settings;
  private final Server.Given given;
  Server server;
  final Keychain keychain;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private final Optional<Worker> worker;
  private final Optional<CallRunner> runner;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  static final int SLOTS = 4;

  /// Whether steps are run by a worker in this process.
  public enum Working {
    HERE,
    NOT_HERE
  }

  public Served(Store store, Working working, ServerSettings settings) {
    this.store = store;
    var clock = InstantSource.system();
    keychain = keychain(store, Map.of(KeySource.KEY, KEY, KeySource.OLD, OLD_KEY));
    var access = new AccessTokens(store.tokens(), clock);
    for (var role : Role.values()) {
      tokens.put(role, access.create(role.word(), role, Duration.ZERO).text());
    }
    playbooks = new Playbooks(store.catalog(), _ -> Optional.empty());
    engine = new Engine(store, playbooks, Settings.DEFAULT, clock);
    if (working == Working.HERE) {
      var toolbox = new Toolbox(List.of(new TransformTool()), List.of(new EventLogSaver()));
      runner =
          Optional.of(new CallRunner(toolbox, Environment.of(Map.of()), Credentials.NONE, "local"));
      var slots =
          new Worker.Settings(
              Job.POOL_DEFAULT,
              SLOTS,
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              Duration.ZERO);
      worker = Optional.of(new Worker(engine.localJobs(), runner.get(), slots));
      worker.get().start();
    } else {
      runner = Optional.empty();
      worker = Optional.empty();
    }
    this.settings = settings.withSlots(working == Working.HERE ? SLOTS : 0);
    given =
        new Server.Given(
            store, playbooks, new EngineOperations(engine, store), keychain, access, clock, "test");
    server = new Server(this.settings, given);
    server.start();
  }

  private static Keychain keychain(Store store, Map<String, String> keys) {
    return new Keychain(
        store.credentials(), KeySource.of(keys, Path.of("")), InstantSource.system());
  }

  /// The keychain of a server that has not heard of the new master key.
  Keychain keychainOfBefore() {
    return keychain(store, Map.of(KeySource.KEY, OLD_KEY));
  }

  public static Served open() {
    return new Served(new MemoryStore(), Working.HERE, local());
  }

  public static Served withoutWorker() {
    return new Served(new MemoryStore(), Working.NOT_HERE, local());
  }

  public static ServerSettings local() {
    return ServerSettings.DEFAULT.at("127.0.0.1", 0);
  }

  public String url() {
    return uri("").toString();
  }

  /// An access token of that role.
  public String token(Role role) {
    return tokens.getOrDefault(role, "");
  }

  /// The server goes away, and the engine stays; the port.
  public int leave() {
    int port = server.port();
    server.stop(Duration.ofSeconds(5));
    return port;
  }

  /// A second server, not started, for the port that the first one has.
  Server rival() {
    return new Server(settings.at("127.0.0.1", server.port()), given);
  }

  /// Another server at the same port.
  public void comeBack(int port) {
    server = new Server(settings.at("127.0.0.1", port), given);
    server.start();
  }

  /// An Authorization header's value for a caller of that role.
  String bearer(Role role) {
    return "Bearer " + tokens.get(role);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = request(path);
    return send((headers.length == 0 ? request : request.headers(headers)).GET().build());
  }

  HttpResponse<String> post(String path, Value body, String... headers)
      throws IOException, InterruptedException {
    return post(path, Json.write(body), headers);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  /// The body of an answer that must be good.
  static Fields good(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return fields(response);
  }

  static Fields fields(HttpResponse<String> response) {
    return (Fields) Json.read(response.body());
  }

  Fields look(String path) throws IOException, InterruptedException {
    return good(get(path));
  }

  Fields tell(String path, Value body, String... headers) throws IOException, InterruptedException {
    return good(post(path, body, headers));
  }

  public Fields register(String content) throws IOException, InterruptedException {
    return tell("/api/catalog/register", Fields.of("content", Text.of(content)));
  }

  /// Starts an execution of the playbook in [#THREE]; its id.
  public String start(String... headers) throws IOException, InterruptedException {
    return text(tell("/api/execute", Fields.of("path", Text.of(PATH)), headers), "execution_id");
  }

  /// Waits until the execution is over; its detail.
  public Fields end(String execution) throws IOException, InterruptedException {
    var row = engine.await(Long.parseLong(execution));
    return look("/api/executions/" + row.execution());
  }

  static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "" + fields.get(name);
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(5));
    worker.ifPresent(Worker::close);
    runner.ifPresent(CallRunner::close);
    engine.close();
    store.close();
    client.shutdownNow();
  }
}
