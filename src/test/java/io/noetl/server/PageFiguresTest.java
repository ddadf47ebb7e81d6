package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.Holder;
import io.noetl.tool.Await;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the pages of the web interface ask for.
@Timeout(120)
class PageFiguresTest {
  private final Served served = Served.open();

  @BeforeEach
  void register() throws Exception {
    served.register(Served.THREE);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static List<Fields> maps(Value items) {
    return ((Items) items).list().stream().map(Fields.class::cast).toList();
  }

  private static long sum(Fields histogram, String outcome) {
    return maps(histogram.get("buckets")).stream()
        .mapToLong(bucket -> (long) ((Num) bucket.get(outcome)).real())
        .sum();
  }

  private static final String CHILD =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: child, path: test/pages/child}
      workflow:
        - {step: start, type: transform, data: {n: "{{ 1 / workload.n }}"}, next: end}
        - {step: end}
      """;

  private static final String PARENT =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: parent, path: test/pages/parent}
      workflow:
        - {step: start, type: playbook, path: test/pages/child, args: {n: 2}, next: end}
        - {step: end}
      """;

  private String execute(String path, Fields payload) throws Exception {
    var order = Fields.of("path", Text.of(path), "payload", payload);
    return Served.text(served.tell("/api/execute", order), "execution_id");
  }

  private List<Fields> list(String path) throws Exception {
    return maps(served.look(path).get("items"));
  }

  @Test
  void linesSayWhyTheyFailedAndWhatTheyDoAgain() throws Exception {
    served.register(CHILD);
    var good = execute("test/pages/child", Fields.of("n", Num.of(1)));
    served.end(good);
    var bad = execute("test/pages/child", Fields.of("n", Num.of(0)));
    served.end(bad);
    var retry = served.tell("/api/executions/" + bad + "/retry", Fields.EMPTY);
    var again = Served.text(retry, "execution_id");
    assertThat(Served.text(retry, "retry_of")).isEqualTo(bad);
    served.end(again);

    var lines = list("/api/executions");

    assertThat(lines)
        .extracting(line -> Served.text(line, "execution_id"))
        .containsExactly(again, bad, good);
    assertThat(lines)
        .extracting(line -> line.get("retry_of"))
        .containsExactly(Text.of(bad), Null.NULL, Null.NULL);
    assertThat(Served.text(lines.get(0), "error")).contains("zero");
    assertThat(lines.get(1).get("error")).isEqualTo(lines.get(0).get("error"));
    assertThat(lines.get(2).get("error")).isEqualTo(Null.NULL);
    assertThat(served.look("/api/executions/" + again).get("retry_of")).isEqualTo(Text.of(bad));
    assertThat(served.look("/api/executions/" + bad).get("retried_by"))
        .isEqualTo(new Items(List.of(Text.of(again))));
    assertThat(served.look("/api/executions/" + again).get("retried_by")).isEqualTo(Items.EMPTY);
  }

  @Test
  void anExecutionTellsWhatItBeganWithAndWhichStepStartedIt() throws Exception {
    served.register(CHILD);
    served.register(PARENT);
    var parent = execute("test/pages/parent", Fields.EMPTY);
    served.end(parent);
    var line = list("/api/executions?parent=" + parent).getFirst();

    var child = served.look("/api/executions/" + Served.text(line, "execution_id"));

    assertThat(child.get("workload")).isEqualTo(Fields.of("n", Num.of(2)));
    assertThat(Served.text(child, "parent_step")).isEqualTo("start");
    assertThat(Served.text(child, "parent_execution_id")).isEqualTo(parent);
    assertThat(served.look("/api/executions/" + parent).get("parent_step")).isEqualTo(Null.NULL);
  }

  @Test
  void aLargeValueIsReadByTheNameThatItsEventGives() throws Exception {
    var large = Text.of("x".repeat(500_000));
    var id = execute(Served.PATH, Fields.of("large", large));
    var detail = served.end(id);
    var first = maps(detail.get("events")).getFirst();
    var shown = (Fields) ((Fields) first.get("context")).get("workload");
    var name = Served.text(shown, "payload").replace("/", "%2F");

    var value = served.look("/api/executions/%s/payloads/%s".formatted(id, name));

    assertThat(value.get("large")).isEqualTo(large);
    assertThat(((Fields) detail.get("workload")).get("large")).isEqualTo(large);
    var unknown = served.get("/api/executions/%s/payloads/none".formatted(id));
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("keeps no value 'none'");
    assertThat(served.get("/api/executions/7/payloads/" + name).statusCode()).isEqualTo(404);
  }

  @Test
  void playbooksTellHowTheirNewestExecutionsWent() throws Exception {
    served.register(CHILD);
    for (int n = 0; n < 4; n++) {
      served.end(execute("test/pages/child", Fields.of("n", Num.of(n))));
    }
    assertThat(list("/api/catalog/playbooks?latest=true"))
        .allSatisfy(line -> assertThat(line.has("runs")).isFalse());

    var lines = list("/api/catalog/playbooks?latest=true&figures=true");

    assertThat(lines).hasSize(2);
    var runs = (Fields) lines.getFirst().get("runs");
    assertThat(runs.get("recent")).isEqualTo(Num.of(4));
    assertThat(runs.get("completed")).isEqualTo(Num.of(3));
    assertThat(runs.get("failed")).isEqualTo(Num.of(1));
    assertThat(runs.get("active")).isEqualTo(Num.of(0));
    assertThat(runs.get("success_rate")).isEqualTo(Num.of(0.75));
    assertThat(((Num) runs.get("p95_seconds")).real())
        .isGreaterThanOrEqualTo(((Num) runs.get("p50_seconds")).real());
    assertThat(maps(runs.get("last")))
        .extracting(run -> Served.text(run, "status"))
        .containsExactly("COMPLETED", "COMPLETED", "COMPLETED", "FAILED");
    var idle = (Fields) lines.getLast().get("runs");
    assertThat(idle.get("success_rate")).isEqualTo(Null.NULL);
    assertThat(idle.get("p50_seconds")).isEqualTo(Null.NULL);
    assertThat(idle.get("last")).isEqualTo(Items.EMPTY);
    var found = list("/api/catalog/playbooks/search?q=child&figures=true").getFirst();
    assertThat(((Fields) found.get("runs")).get("recent")).isEqualTo(Num.of(4));
    var one = served.look("/api/catalog/playbook?playbook_id=test/pages/child&figures=true");
    assertThat(((Fields) one.get("runs")).get("recent")).isEqualTo(Num.of(4));
  }

  @Test
  void allVersionsOfAPlaybookShareItsRuns() throws Exception {
    served.register(CHILD);
    served.register(CHILD.replace("name: child", "name: newer"));
    served.end(execute("test/pages/child", Fields.of("n", Num.of(1))));

    var lines = list("/api/catalog/playbooks?figures=true");

    assertThat(lines)
        .extracting(line -> ((Fields) line.get("runs")).get("recent"))
        .containsExactly(Num.of(1), Num.of(1), Num.of(0));
    assertThat(lines.get(0).get("runs")).isEqualTo(lines.get(1).get("runs"));
  }

  @Test
  void partsTellHowBusyTheyAre() throws Exception {
    var meta = Fields.of("pool", Text.of("gpu"), "version", Text.of("1.2"));
    var worker = Fields.builder().put("name", "w7").put("capacity", 3).put("meta", meta).build();
    served.tell("/api/worker/pool/register", worker);
    var hour = Duration.ofHours(1);
    Appends.start(1).leased("a").leased("b").heldBy(new Holder("w7", hour)).to(served.store);
    var engine = Holder.engine(served.engine.incarnation());
    Appends.start(2).leased("c").heldBy(engine).to(served.store);

    var pool = list("/api/worker/pools").getFirst();

    assertThat(pool.get("busy")).isEqualTo(Num.of(2));
    assertThat(pool.get("capacity")).isEqualTo(Num.of(3));
    assertThat(Served.text(pool, "pool")).isEqualTo("gpu");
    assertThat(Served.text(pool, "version")).isEqualTo("1.2");
    Await.until(
        "the server is in the registry",
        () -> !served.store.runtimes().list("server_api", hour).isEmpty());
    var server = servers().getFirst();
    assertThat(server.get("busy")).isEqualTo(Num.of(1));
    assertThat(server.get("capacity")).isEqualTo(Num.of(Served.SLOTS));
    assertThat(Served.text(server, "pool")).isEqualTo("default");
    assertThat(Served.text(server, "version")).isEqualTo("test");
    var part = served.store.runtimes().list("server_api", hour).getFirst().part();
    assertThat(part.uri()).isEqualTo(served.url());
  }

  @Test
  void aServerThatTakesAnyPortIsCalledByTheOneThatItGot() {
    assertThat(named("here:0").on(4711).name()).isEqualTo("here:4711");
    assertThat(named("here:0").on(4711).port()).isEqualTo(4711);
    assertThat(named("here").on(4711).name()).isEqualTo("here");
    assertThat(named("10:80").on(4711).name()).isEqualTo("10:80");
  }

  private static ServerSettings named(String name) {
    return new ServerSettings(
        name,
        "127.0.0.1",
        0,
        ServerSettings.Tokens.ALWAYS,
        Set.of(),
        Set.of(),
        Duration.ofSeconds(1),
        0);
  }

  private List<Fields> servers() throws Exception {
    return list("/api/runtimes").stream()
        .filter(part -> Served.text(part, "kind").equals("server_api"))
        .toList();
  }

  @Test
  void theStatusNamesVersionsAndTheStore() throws Exception {
    var status = served.look("/api/status");

    assertThat(Served.text(status, "version")).isEqualTo("test");
    assertThat(Served.text(status, "java_version")).isEqualTo(Runtime.version().toString());
    assertThat(status.get("protocol_version")).isEqualTo(Num.of(1));
    assertThat(Served.text(status, "engine")).isEqualTo(served.engine.incarnation());
    assertThat(Instant.parse(Served.text(status, "started_at"))).isBefore(Instant.now());
    var store = (Fields) status.get("store");
    assertThat(Served.text(store, "kind")).isEqualTo("memory");
    assertThat(Served.text(store, "status")).isEqualTo("ok");
    assertThat(status.names()).contains("system", "process");
  }

  /// What a page draws throughput and latency from.
  @Test
  void theMetricsCountEventsAndEndsAndTimeDecisionsAndRequests() throws Exception {
    served.end(served.start());

    var metrics = served.get("/metrics").body();

    assertThat(metrics)
        .containsPattern("noetl_events_total [1-9]")
        .containsPattern("noetl_executions_ended_total\\{status=\"COMPLETED\"} 1\n")
        .containsPattern("noetl_decision_seconds_bucket\\{le=\"\\+Inf\"} [1-9]")
        .containsPattern("noetl_decision_seconds_count [1-9]")
        .containsPattern("noetl_http_request_seconds_bucket\\{route=\"[^\"]+\",le=\"0.01\"}")
        .containsPattern("noetl_http_request_seconds_count\\{route=\"[^\"]+\"} [1-9]");
  }

  @Test
  void logsAreFollowedFromWhereOneWas() throws Exception {
    Appends.start(1)
        .with(new Append.LogLine("a", 1, 1, "one"))
        .with(new Append.LogLine("b", 1, 1, "two"))
        .with(new Append.LogLine("a", 1, 1, "three"))
        .to(served.store);

    assertThat(printed("?limit=2")).containsExactly("one", "two");
    assertThat(printed("?after=2")).containsExactly("three");
    assertThat(printed("?after=3")).isEmpty();
    assertThat(printed("?step=a&after=1")).containsExactly("three");
    assertThat(printed("?limit=2&cursor=2")).containsExactly("three");
    assertThat(served.look("/api/executions/1/logs?limit=2").get("next_cursor"))
        .isEqualTo(Text.of("2"));
    assertThat(served.look("/api/executions/1/logs?limit=3").get("next_cursor"))
        .isEqualTo(Null.NULL);

    Appends.after(1, 1).with(new Append.LogLine("b", 1, 1, "four")).to(served.store);
    assertThat(printed("?after=3")).containsExactly("four");
    assertThat(maps(served.look("/api/executions/1/logs").get("entries")))
        .extracting(entry -> entry.get("at"))
        .containsOnly(Text.of("2025-10-09T08:53:20.000001Z"));
  }

  private List<String> printed(String query) throws Exception {
    return maps(served.look("/api/executions/1/logs" + query).get("entries")).stream()
        .map(entry -> Served.text(entry, "text"))
        .toList();
  }

  @Test
  void aHistogramHasAllPiecesOfTheLastDayInOrder() throws Exception {
    served.end(served.start());
    served.end(served.start());

    var histogram = served.look("/api/executions/histogram");

    var buckets = maps(histogram.get("buckets"));
    assertThat(buckets).hasSize(60);
    assertThat(buckets)
        .extracting(bucket -> Served.text(bucket, "start"))
        .isSorted()
        .first()
        .isEqualTo(Served.text(histogram, "from"));
    assertThat(histogram.get("bucket_seconds")).isEqualTo(Num.of(1440.0));
    assertThat(buckets.getLast().get("completed")).isEqualTo(Num.of(2));
    assertThat(sum(histogram, "completed")).isEqualTo(2);
    assertThat(sum(histogram, "failed") + sum(histogram, "cancelled") + sum(histogram, "active"))
        .isZero();
  }

  @Test
  void aHistogramTakesTheFiltersOfTheList() throws Exception {
    served.end(served.start());
    var all = "/api/executions/histogram?buckets=7&until=2999-01-01&from=1970-01-01";

    assertThat(sum(served.look(all), "completed")).isEqualTo(1);
    assertThat(maps(served.look(all).get("buckets"))).hasSize(7);
    var ever = "/api/executions/histogram?buckets=1&from=1970-01-01&until=9999-12-31";
    assertThat(sum(served.look(ever), "completed")).isEqualTo(1);
    assertThat(((Num) served.look(ever).get("bucket_seconds")).real()).isEqualTo(253_402_214_400.0);
    assertThat(sum(served.look(all + "&path=" + Served.PATH), "completed")).isEqualTo(1);
    assertThat(sum(served.look(all + "&path=other"), "completed")).isZero();
    assertThat(sum(served.look(all + "&label=no=such"), "completed")).isZero();
    assertThat(sum(served.look(all + "&status=FAILED,RUNNING"), "completed")).isZero();
    assertThat(sum(served.look(all + "&q=served"), "completed")).isEqualTo(1);
    assertThat(sum(served.look(all + "&parent=7"), "completed")).isZero();
  }

  /// No store keeps nanoseconds: pieces that begin at some would not lie on what is kept.
  @Test
  void aHistogramBeginsAtAWholeMicrosecond() throws Exception {
    var histogram =
        served.look(
            "/api/executions/histogram?buckets=2"
                + "&from=2026-01-01T00:00:00.000000500Z&until=2026-01-01T00:00:00.000004900Z");

    assertThat(Served.text(histogram, "until")).isEqualTo("2026-01-01T00:00:00.000004Z");
    assertThat(histogram.get("bucket_seconds")).isEqualTo(Num.of(0.000002));
    assertThat(served.get(NO_MICROSECOND).statusCode()).isEqualTo(400);
  }

  private static final String NO_MICROSECOND =
      "/api/executions/histogram?from=2026-01-01T00:00:00Z&until=2026-01-01T00:00:00.000000900Z";

  @Test
  void aHistogramOfNoTimeOrOfTooManyPiecesIsRefused() throws Exception {
    var backwards = served.get("/api/executions/histogram?from=2026-01-02&until=2026-01-01");

    assertThat(backwards.statusCode()).isEqualTo(400);
    assertThat(Served.fields(backwards).get("detail"))
        .isEqualTo(
            Text.of(
                "from: expected an instant before 2026-01-01T00:00:00.000000Z,"
                    + " found '2026-01-02'"));
    assertThat(served.get("/api/executions/histogram?buckets=201").statusCode()).isEqualTo(400);
    assertThat(served.get("/api/executions/histogram?buckets=0").statusCode()).isEqualTo(400);
  }
}
