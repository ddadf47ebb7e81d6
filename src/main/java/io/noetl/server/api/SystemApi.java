package io.noetl.server.api;

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
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.lang.management.ManagementFactory;
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

  private final Parts parts;
  private final Figures figures;

  SystemApi(Parts parts, Figures figures) {
    this.parts = parts;
    this.figures = figures;
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
            .says("Processor and memory of this process and machine.")
            .answers(Answer.json("Figures of the machine and the process."))
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

  private static Fields status() {
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
