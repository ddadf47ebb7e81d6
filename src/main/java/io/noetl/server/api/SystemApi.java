package io.noetl.server.api;

import io.noetl.job.wire.Protocol;
import io.noetl.secret.Permission;
import io.noetl.server.http.Answer;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Meters;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Route;
import io.noetl.store.StoreUnavailable;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

/// Whether the server is well, and what it does.
public final class SystemApi {
  private static final String THEME = "System";
  private static final int MEBIBYTE = 1 << 20;

  private static final Form HEALTH =
      Form.of(
          "Health",
          Field.text("status", "ok, or unavailable (with status 503).").needed(),
          Field.text("version", "The program's version."),
          Field.map("engine", "The engine's name."),
          Field.map("store", "Whether the store answers."));

  private static final Form STORE =
      Form.of(
          "StoreStatus",
          Field.text("status", "ok, or unavailable.").oneOf("ok", "unavailable").needed(),
          Field.truth("shared", "Whether several servers may use it at once.").needed(),
          Field.text("kind", "What it is.").oneOf("memory", "sqlite", "postgres"),
          Field.text("place", "Its file, or its address without anything secret."),
          Field.text("version", "The version of the database."),
          Field.whole("schema_version", "The version of its tables."));

  private static final Form STATUS =
      Form.of(
          "Status",
          Field.text("version", "The program's version.").needed(),
          Field.text("java_version", "The version of Java that runs it.").needed(),
          Field.whole("protocol_version", "The version of the worker protocol.").needed(),
          Field.text("started_at", "When its process began.").needed(),
          Field.text("engine", "The engine's name.").needed(),
          Field.map("store", "Where executions are kept.").of(STORE).needed(),
          Field.map("system", "Load and processors of the machine.").needed(),
          Field.map("process", "Threads and memory of the process.").needed());

  private final Parts parts;
  private final Figures figures;

  SystemApi(Parts parts, Figures figures) {
    this.parts = parts;
    this.figures = figures;
  }

  static List<Form> forms() {
    return List.of(STORE);
  }

  List<Route> routes() {
    var text = Answer.of(Meters.TYPE, "The text format of Prometheus.");
    return List.of(
        Route.get("/livez")
            .open()
            .in(THEME)
            .says("Whether the process is alive.")
            .answers(HEALTH)
            .does(_ -> Reply.json(Fields.of("status", Text.of("ok")))),
        Route.get("/readyz")
            .open()
            .in(THEME)
            .says("Whether it can take requests: 503 while it stops or the store is away.")
            .answers(HEALTH)
            .does(_ -> ready()),
        Route.get("/health")
            .open()
            .in(THEME)
            .says("The same, with engine and store.")
            .answers(HEALTH)
            .does(_ -> health()),
        Route.get("/api/health")
            .needs(Permission.READ)
            .in(THEME)
            .says("The same as /health.")
            .answers(HEALTH)
            .does(_ -> health()),
        Route.get("/metrics")
            .needs(Permission.READ)
            .in(THEME)
            .says("Figures for operators.")
            .answers(text)
            .does(_ -> metrics()),
        Route.get("/api/metrics/prometheus")
            .needs(Permission.READ)
            .in(THEME)
            .says("The same as /metrics.")
            .answers(text)
            .does(_ -> metrics()),
        Route.get("/api/status")
            .needs(Permission.READ)
            .in(THEME)
            .says("This program, its store, process and machine.")
            .answers(STATUS)
            .does(_ -> Reply.json(status())));
  }

  private Reply metrics() {
    return Reply.text(200, Meters.TYPE, figures.text(parts.store()));
  }

  private Reply ready() {
    var trouble = trouble();
    return trouble.isEmpty()
        ? Reply.json(Fields.of("status", Text.of("ok")))
        : Reply.json(503, unavailable(trouble));
  }

  private static Fields unavailable(String reason) {
    return Fields.builder().put("status", "unavailable").put("reason", reason).build();
  }

  private Reply health() {
    var store = storeTrouble();
    var trouble = trouble();
    var head = trouble.isEmpty() ? Fields.of("status", Text.of("ok")) : unavailable(trouble);
    var health =
        head.with("version", Text.of(parts.version()))
            .with("engine", Fields.of("name", Text.of(parts.operations().incarnation())))
            .with("store", store(store));
    return Reply.json(trouble.isEmpty() ? 200 : 503, health);
  }

  private Fields store(String trouble) {
    return Fields.builder()
        .put("status", trouble.isEmpty() ? "ok" : "unavailable")
        .put("shared", Bool.of(parts.store().isShared()))
        .build();
  }

  /// Empty if all is well.
  private String trouble() {
    return parts.traffic().isLeaving() ? "the server is stopping" : storeTrouble();
  }

  private String storeTrouble() {
    try {
      var _ = parts.store().executions().find(1);
      return "";
    } catch (StoreUnavailable e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Fields status() {
    var began = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return Fields.builder()
        .put("version", parts.version())
        .put("java_version", Runtime.version().toString())
        .put("protocol_version", Protocol.MAJOR)
        .put("started_at", Times.utc(began))
        .put("engine", parts.operations().incarnation())
        .put("store", about())
        .putAll(machine())
        .build();
  }

  private Fields about() {
    try {
      var about = parts.store().about();
      return store("")
          .with("kind", Text.of(about.kind()))
          .with("place", ExecutionView.text(about.place()))
          .with("version", ExecutionView.text(about.version()))
          .with("schema_version", about.schema() == 0 ? Null.NULL : Num.of(about.schema()));
    } catch (StoreUnavailable e) {
      return store(String.valueOf(e.getMessage()));
    }
  }

  private static Fields machine() {
    var runtime = Runtime.getRuntime();
    var system = ManagementFactory.getOperatingSystemMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    var process =
        Fields.builder()
            .put("pid", ProcessHandle.current().pid())
            .put("num_threads", threads.getThreadCount())
            .put("memory_used_mb", (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE)
            .put("memory_max_mb", runtime.maxMemory() / MEBIBYTE)
            .put("uptime_ms", ManagementFactory.getRuntimeMXBean().getUptime())
            .build();
    return Fields.of(
        "system",
        Fields.of(
            "load_average", Num.of(system.getSystemLoadAverage()),
            "processors", Num.of(system.getAvailableProcessors())),
        "process",
        process);
  }
}
