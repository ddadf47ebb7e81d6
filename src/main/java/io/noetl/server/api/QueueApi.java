package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.JobQueue;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Value;
import java.util.List;

/// Looking at the outstanding work. It is taken by the worker protocol only.
public final class QueueApi {
  private static final String THEME = "Queue";
  private static final int LIMIT_MAX = 10_000;
  private static final int LIMIT_DEFAULT = 100;

  private static final Form JOBS =
      Form.of(
          "JobList",
          Field.text("status", "ok").needed(),
          Field.list("items", "Jobs that wait or are at work.").of(ExecutionView.JOB).needed());

  private static final Form SIZE =
      Form.of(
          "QueueSize",
          Field.text("status", "ok").needed(),
          Field.whole("count", "How many jobs there are in this status.").needed(),
          Field.list("pools", "How much waits and runs in each pool.").needed());

  private final Parts parts;

  QueueApi(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/queue")
            .needs(Permission.READ)
            .in(THEME)
            .says("Outstanding jobs: those waiting longest first, then those at work.")
            .takes(
                Parameter.query("status", Kind.TEXT, "Only in this status.")
                    .oneOf("queued", "leased", "retry", "stopping"),
                Parameter.query("execution_id", Kind.ID, "Only of this execution."),
                Parameter.query("worker_id", Kind.TEXT, "Only those that this worker holds."),
                Parameter.query("pool", Kind.TEXT, "Only for this pool."),
                Parameter.query("limit", Kind.WHOLE, "At most so many (1 to 10000; 100)."))
            .answers(JOBS)
            .does(this::list),
        size("/api/queue/size"),
        size("/api/jobs/queue/size"));
  }

  private Route size(String path) {
    return Route.get(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("How many jobs wait (or are leased).")
        .takes(
            Parameter.query("status", Kind.TEXT, "queued (the default) or leased.")
                .oneOf("queued", "leased"))
        .answers(SIZE)
        .does(this::size);
  }

  private Reply list(Request request) {
    var filter =
        new JobQueue.Filter(
            request.text("pool"),
            ExecutionView.status(request.text("status")),
            request.text("worker_id"),
            request.id("execution_id"));
    int limit = (int) request.whole("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
    var jobs =
        parts.store().queue().list(filter, limit).stream().<Value>map(ExecutionView::job).toList();
    return Reply.json(Fields.builder().put("status", "ok").put("items", new Items(jobs)).build());
  }

  private Reply size(Request request) {
    boolean isLeased = request.text("status").equals("leased");
    var depths = parts.store().queue().depths();
    long count = depths.stream().mapToLong(it -> isLeased ? it.running() : it.waiting()).sum();
    var pools = depths.stream().<Value>map(QueueApi::json).toList();
    return Reply.json(
        Fields.builder()
            .put("status", "ok")
            .put("count", count)
            .put("pools", new Items(pools))
            .build());
  }

  private static Fields json(JobQueue.Depth depth) {
    return Fields.builder()
        .put("pool", depth.pool())
        .put("waiting", depth.waiting())
        .put("running", depth.running())
        .put("oldest", Times.orNull(depth.oldest()))
        .build();
  }
}
