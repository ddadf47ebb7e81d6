package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.api.ExecutionFilter.Span;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.Micros;
import io.noetl.store.Tally;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What came of the executions of a time, piece by piece.
public final class HistogramApi {
  private static final Duration SPAN_DEFAULT = Duration.ofHours(24);
  private static final int BUCKETS_DEFAULT = 60;

  /// More bars than that nobody can tell apart.
  private static final int BUCKETS_MAX = 200;

  private static final double MICROS = 1_000_000;

  private static final Form BUCKET =
      Form.of(
          "HistogramBucket",
          Field.text("start", "When this piece of the time begins.").needed(),
          Field.whole("completed", "How many that started then have completed.").needed(),
          Field.whole("failed", "How many have failed.").needed(),
          Field.whole("cancelled", "How many were cancelled.").needed(),
          Field.whole("active", "How many go on.").needed());

  private static final Form HISTOGRAM =
      Form.of(
          "Histogram",
          Field.text("from", "Where the time begins.").needed(),
          Field.text("until", "Where it ends.").needed(),
          Field.number("bucket_seconds", "How long each piece is.").needed(),
          Field.list("buckets", "The pieces in order, empty ones too.").of(BUCKET).needed());

  private final Parts parts;

  HistogramApi(Parts parts) {
    this.parts = parts;
  }

  static List<Form> forms() {
    return List.of(BUCKET);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/executions/histogram")
            .needs(Permission.READ)
            .in("Executions")
            .says("How many executions started in each piece of a time, by what came of them.")
            .takes(ExecutionFilter.parameters())
            .takes(
                Parameter.query(
                    "from", Kind.TEXT, "Where the time begins (24 hours before until)."),
                Parameter.query("until", Kind.TEXT, "Where it ends (now)."),
                Parameter.query("buckets", Kind.WHOLE, "Into so many pieces (1 to 200; 60)."))
            .answers(HISTOGRAM)
            .does(this::histogram));
  }

  private Reply histogram(Request request) {
    var until = Times.parameter("until", request.text("until"), parts.store().now());
    var from = Times.parameter("from", request.text("from"), dayBefore(until));
    if (!from.isBefore(until)) {
      throw Fault.parameter("from", "an instant before " + Times.utc(until), request.text("from"));
    }
    int count = (int) request.whole("buckets", 1, BUCKETS_MAX, BUCKETS_DEFAULT);
    long micros = Math.ceilDiv(Micros.of(until) - Micros.of(from), count);
    var width = Duration.of(micros, ChronoUnit.MICROS);
    var query = ExecutionFilter.query(request, new Span(from, until), Long.MAX_VALUE, 1);
    var tallies = parts.store().executions().tallies(query, width);
    return Reply.json(
        Fields.builder()
            .put("from", Times.utc(from))
            .put("until", Times.utc(until))
            .put("bucket_seconds", Num.of(micros / MICROS))
            .put("buckets", buckets(tallies, from, width, count))
            .build());
  }

  private static Instant dayBefore(Instant until) {
    var from = until.minus(SPAN_DEFAULT);
    return from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
  }

  private static Items buckets(List<Tally> tallies, Instant from, Duration width, int count) {
    var buckets = new ArrayList<Value>();
    for (int i = 0; i < count; i++) {
      int place = i;
      var counts = new EnumMap<Outcome, Long>(Outcome.class);
      tallies.stream()
          .filter(it -> it.place() == place)
          .forEach(it -> counts.merge(outcome(it), it.count(), Long::sum));
      buckets.add(bucket(from.plus(width.multipliedBy(place)), counts));
    }
    return new Items(buckets);
  }

  private static Fields bucket(Instant start, Map<Outcome, Long> counts) {
    return Fields.builder()
        .put("start", Times.utc(start))
        .put("completed", counts.getOrDefault(Outcome.COMPLETED, 0L))
        .put("failed", counts.getOrDefault(Outcome.FAILED, 0L))
        .put("cancelled", counts.getOrDefault(Outcome.CANCELLED, 0L))
        .put("active", counts.getOrDefault(Outcome.ACTIVE, 0L))
        .build();
  }

  private enum Outcome {
    COMPLETED,
    FAILED,
    CANCELLED,
    ACTIVE
  }

  private static Outcome outcome(Tally tally) {
    return switch (tally.phase()) {
      case COMPLETED -> Outcome.COMPLETED;
      case FAILED -> Outcome.FAILED;
      case CANCELLED -> Outcome.CANCELLED;
      case NEW, RUNNING, PAUSED, CANCELLING -> Outcome.ACTIVE;
    };
  }
}
