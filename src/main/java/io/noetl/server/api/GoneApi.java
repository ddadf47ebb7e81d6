package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Answer;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Routes of old that are no more: they say what to use, so that nobody has to guess.
final class GoneApi {
  private static final String WORKERS =
      "jobs are taken and reported by the worker protocol: POST /api/worker/lease, /progress,"
          + " /report and /renew";
  private static final String ENGINE =
      "histories are written by the engine alone, which decides at once: nothing is to be posted";

  private GoneApi() {}

  static List<Route> routes() {
    return Stream.of(
            Route.post("/api/queue/enqueue").does(_ -> gone(ENGINE)),
            Route.post("/api/queue/lease").does(_ -> gone(WORKERS)),
            Route.post("/api/queue/reserve").does(_ -> gone(WORKERS)),
            Route.post("/api/queue/ack").does(_ -> gone(WORKERS)),
            Route.post("/api/queue/nack").does(_ -> gone(WORKERS)),
            Route.post("/api/queue/reap-expired")
                .does(_ -> gone("leases that have ended are taken back by themselves")),
            job("complete"),
            job("fail"),
            job("heartbeat"),
            Route.post("/api/events").does(_ -> gone(ENGINE)),
            about("/api/broker/evaluate/{execution_id}"),
            about("/api/iterator/complete/{execution_id}"),
            Route.post("/api/workflow/config").does(_ -> gone(ENGINE)),
            Route.get("/api/aggregate/loop/results")
                .does(_ -> gone("see the iteration events: GET /api/executions/ID/events")),
            Route.post("/api/postgres/execute")
                .does(_ -> gone("SQL is run by steps of type postgres")),
            Route.post("/api/gcp/token")
                .does(_ -> gone("tokens of clouds are made by the tools that need them")))
        .map(GoneApi::described)
        .toList();
  }

  private static Route job(String verb) {
    return Route.post("/api/queue/{id}/" + verb)
        .takes(Parameter.path("id", Kind.TEXT, "A job."))
        .does(_ -> gone(WORKERS));
  }

  private static Route about(String path) {
    return Route.post(path)
        .takes(Parameter.path("execution_id", Kind.TEXT, "An execution."))
        .does(_ -> gone(ENGINE));
  }

  private static Route described(Route route) {
    return new Route(
        route.verb(),
        route.path(),
        Optional.of(Permission.READ),
        "Gone",
        "No more; the answer says what to use.",
        route.parameters(),
        Form.NONE,
        Route.BODY_MAX,
        new Answer(410, "What to use.", "", Form.NONE),
        route.handler());
  }

  private static Reply gone(String instead) {
    throw Fault.of(410, "gone", instead);
  }
}
