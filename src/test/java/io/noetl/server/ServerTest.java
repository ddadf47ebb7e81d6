package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.Runtimes;
import io.noetl.tool.Await;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each theme of the API as its clients see it.
@Timeout(120)
class ServerTest {
  private final Served served = Served.open();

  @BeforeEach
  void register() throws Exception {
    served.register(Served.THREE);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void aPortThatIsTakenIsSaidToBeAndItsOwnerStays() throws Exception {
    Await.until("it is in the registry", () -> !runtimes().isEmpty());
    try (var rival = served.rival()) {
      assertThatThrownBy(rival::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.0.0.1:" + served.server.port());
    }

    assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(runtimes()).extracting(row -> row.part().status()).containsExactly("ready");
  }

  private List<Runtimes.Row> runtimes() {
    return served.store.runtimes().list("server_api", Duration.ofMinutes(1));
  }

  @Test
  void aPlaybookIsRegisteredOnceForTheSameText() throws Exception {
    var coded = Base64.getEncoder().encodeToString(Served.THREE.getBytes(StandardCharsets.UTF_8));
    var again = served.tell("/api/catalog/register", Fields.of("content_base64", Text.of(coded)));

    assertThat(again.get("version")).isEqualTo(Num.of(1));
    assertThat(Served.text(again, "path")).isEqualTo(Served.PATH);

    var other = served.register(Served.THREE.replace("n: 1", "n: 2"));

    assertThat(other.get("version")).isEqualTo(Num.of(2));
    var entries = (Items) served.look("/api/catalog/list").get("entries");
    assertThat(entries.size()).isEqualTo(2);
    assertThat(((Fields) entries.get(0)).get("version")).isEqualTo(Num.of(2));
  }

  @Test
  void aPlaybookThatIsNotValidIsRefusedWithAllItsProblems() throws Exception {
    var broken = Served.THREE.replace("step: end}", "step: ende}");
    var refused = served.post("/api/catalog/register", Fields.of("content", Text.of(broken)));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    var problem = Served.fields(refused);
    assertThat(Served.text(problem, "code")).isEqualTo("invalid-playbook");
    var first = (Fields) ((Items) problem.get("problems")).get(0);
    assertThat(first.names()).contains("line", "column", "code", "message", "hint");

    var verdict = served.tell("/api/validate", Fields.of("content", Text.of(broken)));
    assertThat(verdict.get("valid")).isEqualTo(Bool.FALSE);
    assertThat(verdict.get("problems")).isEqualTo(withName(problem.get("problems"), verdict));
  }

  private static Object withName(Object problems, Fields verdict) {
    assertThat(((Items) problems).size()).isEqualTo(((Items) verdict.get("problems")).size());
    return verdict.get("problems");
  }

  @Test
  void aPlaybookIsFoundByItsPathThatOfItsFileOrItsLastPart() throws Exception {
    for (var name :
        List.of(
            Served.PATH,
            Served.PATH + ".yaml",
            "three",
            "./three.yml",
            "served/three",
            "test/three",
            "test/fixtures/served/steps/three.yaml")) {
      var found = served.look("/api/catalog/playbook/content?playbook_id=" + name);
      assertThat(Served.text(found, "path")).isEqualTo(Served.PATH);
    }
    served.register(Served.THREE.replace(Served.PATH, "other/three"));

    var ambiguous = served.get("/api/catalog/playbook?playbook_id=three");

    assertThat(ambiguous.statusCode()).isEqualTo(404);
    assertThat(ambiguous.body()).contains("ambiguous-path").contains("other/three");
    assertThat(served.get("/api/catalog/playbook?playbook_id=" + Served.PATH).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aPlaybookIsNotFoundByDirectoriesThatAreNotItsOwn() throws Exception {
    for (var name :
        List.of("wrong/three", "served/test/three", "test/wrong/three", "erved/three", "test/")) {
      assertThat(served.get("/api/catalog/playbook?playbook_id=" + name).statusCode())
          .as(name)
          .isEqualTo(404);
    }
  }

  @Test
  void playbooksAreSearchedByPathNameAndDescription() throws Exception {
    assertThat(served.look("/api/catalog/playbooks/search?q=THREE%20steps").get("items"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Items.class))
        .extracting(Items::size)
        .isEqualTo(1);
    var line = (Fields) ((Items) served.look("/api/playbooks").get("items")).get(0);
    assertThat(line.get("tasks_count")).isEqualTo(Num.of(5));
    assertThat(Served.text(line, "status")).isEqualTo("active");
  }

  @Test
  void anExecutionRunsAndTellsWhatCameOfIt() throws Exception {
    var body =
        Json.read(
            """
            {"playbook_id": "test/served/three", "parameters": {"n": 5}, "merge": true}
            """);
    var started = served.tell("/api/executions/run", body);
    assertThat(Served.text(started, "status")).isIn("RUNNING", "COMPLETED");
    assertThat(Served.text(started, "timestamp")).endsWith("Z");

    var ended = served.end(Served.text(started, "execution_id"));

    assertThat(Served.text(ended, "status")).isEqualTo("COMPLETED");
    assertThat(ended.get("result")).isEqualTo(Fields.of("n", Num.of(7)));
    assertThat(ended.get("progress")).isEqualTo(Num.of(100));
    assertThat(((Items) ended.get("events")).size()).isEqualTo(14);
    assertThat(ended.get("events_next_cursor")).isEqualTo(Null.NULL);
    assertThat(ended.get("jobs")).isEqualTo(Items.EMPTY);
  }

  /// A strict reader takes all answers; our own programs get what the history has.
  @Test
  void numbersThatJsonLacksAreTextsInAnswers() throws Exception {
    var order = "{\"path\": \"three\", \"payload\": {\"n\": 1, \"odd\": [NaN, -Infinity]}}";
    var id = Served.text(Served.good(served.post("/api/execute", order)), "execution_id");
    served.end(id);

    var path = "/api/executions/" + id;
    for (var answer : List.of(path, path + "/events", path + "/events/stream")) {
      var strict = served.get(answer).body();
      var exact = served.get(answer, "NoETL-Protocol", "1").body();

      assertThat(strict).contains("[\"NaN\",\"-Infinity\"]").doesNotContain("[NaN");
      assertThat(exact).contains("[NaN,-Infinity]");
    }
  }

  @Test
  void aStreamIsWholeWhereTheClientAsksForTheEndOfTheConnection() throws Exception {
    var id = served.start();
    served.end(id);

    var asked =
        "GET /api/executions/%s/events/stream HTTP/1.1\r\nHost: localhost\r\n"
            + "Connection: close\r\n\r\n";
    var answer = RawHttp.untilItCloses(served.server.port(), asked.formatted(id));

    assertThat(answer).contains("event: end\n").endsWith("\r\n0\r\n\r\n");
  }

  @Test
  void inputsThatDoNotFitAreRefusedWithAllThatIsWrong() throws Exception {
    served.register(
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: test/typed}
        inputs: {days: integer, city: {type: string, required: true}}
        workflow: [{step: start}]
        """);

    var refused =
        served.post("/api/execute", "{\"path\": \"test/typed\", \"payload\": {\"days\": true}}");

    assertThat(refused.statusCode()).isEqualTo(422);
    var problem = Served.fields(refused);
    assertThat(Served.text(problem, "code")).isEqualTo("invalid-inputs");
    assertThat(Json.write(problem.get("flaws")))
        .isEqualTo(
            "[\"days: expected a whole number, found true\","
                + "\"city: expected a text, found nothing\"]");
  }

  @Test
  void executionsAreFoundByTheLabelsOfTheirPlaybooks() throws Exception {
    var labelled =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: test/labelled, labels: {team: data, tier: 1}}
        workflow: [{step: start}]
        """;
    served.register(labelled);
    served.post("/api/execute", "{\"path\": \"%s\"}".formatted(Served.PATH));
    served.post("/api/execute", "{\"path\": \"test/labelled\"}");

    assertThat(paths("label=team=data")).containsExactly("test/labelled");
    assertThat(paths("label=tier=1,team")).containsExactly("test/labelled");
    assertThat(paths("label=team=web")).isEmpty();
    for (var route : List.of("playbooks?", "playbooks?latest=true&", "playbooks/search?q=test&")) {
      assertThat(catalog(route + "label=tier=1,team")).containsExactly("test/labelled");
      assertThat(catalog(route + "label=team=web")).isEmpty();
      assertThat(catalog(route + "limit=10")).contains("test/labelled", Served.PATH);
    }
    assertThat(paths("limit=10")).hasSize(2);
    assertThat(served.get("/api/executions?label=,").statusCode()).isEqualTo(400);
    var first =
        (Fields)
            ((Items) Served.fields(served.get("/api/executions?label=team")).get("items")).get(0);
    var detail = Served.fields(served.get("/api/executions/" + Served.text(first, "id")));
    assertThat(Json.write(detail.get("labels"))).isEqualTo("{\"team\":\"data\",\"tier\":\"1\"}");
  }

  private List<String> paths(String query) throws Exception {
    return list("/api/executions?" + query);
  }

  private List<String> catalog(String query) throws Exception {
    return list("/api/catalog/" + query);
  }

  private List<String> list(String locator) throws Exception {
    var items = (Items) Served.fields(served.get(locator)).get("items");
    return items.list().stream().map(item -> Served.text((Fields) item, "path")).toList();
  }

  @Test
  void aChildOfAnotherExecutionIsListedUnderIt() throws Exception {
    var parent = served.start();
    var body =
        Fields.builder()
            .put("path", Served.PATH)
            .put("context", Fields.of("parent_execution_id", Text.of(parent)))
            .build();
    var child = served.tell("/api/execute", body);
    served.end(Served.text(child, "execution_id"));

    var children = (Items) served.look("/api/executions?parent=" + parent).get("items");

    assertThat(children.size()).isEqualTo(1);
    assertThat(Served.text((Fields) children.get(0), "parent_execution_id")).isEqualTo(parent);
  }

  @Test
  void executionsAreFilteredAndPaged() throws Exception {
    for (int i = 0; i < 5; i++) {
      served.end(served.start());
    }
    var first = served.look("/api/executions?status=completed&limit=2");
    var second =
        served.look(
            "/api/executions?status=completed&limit=2&cursor=" + Served.text(first, "next_cursor"));
    var third =
        served.look(
            "/api/executions?status=completed&limit=2&cursor="
                + Served.text(second, "next_cursor"));

    assertThat(((Items) first.get("items")).size()).isEqualTo(2);
    assertThat(((Items) third.get("items")).size()).isEqualTo(1);
    assertThat(third.get("next_cursor")).isEqualTo(Null.NULL);
    assertThat(served.look("/api/executions?q=nowhere").get("items")).isEqualTo(Items.EMPTY);
    assertThat(served.look("/api/executions?status=FAILED").get("items")).isEqualTo(Items.EMPTY);
    assertThat(served.look("/api/dashboard/stats").get("successful_executions"))
        .isEqualTo(Num.of(5));
  }

  @Test
  void anExecutionIsExplained() throws Exception {
    var id = served.start();
    served.end(id);

    var why = served.look("/api/executions/" + id + "/why?step=c");

    var edge = (Fields) ((Items) why.get("transitions")).get(0);
    assertThat(Served.text(edge, "from")).isEqualTo("b");
    assertThat(Served.text(edge, "when")).contains("b.n > 0");
    assertThat(edge.get("taken")).isEqualTo(Bool.TRUE);
    var visit = (Fields) ((Items) why.get("visits")).get(0);
    assertThat(Served.text(visit, "end")).isEqualTo("COMPLETED");
  }

  @Test
  void templatesAreRenderedInTheLightOfAnExecution() throws Exception {
    var id = served.start();
    served.end(id);
    var order =
        Fields.builder()
            .put("execution_id", id)
            .put(
                "template", Json.read("{\"sum\": \"{{ a.n + b.n + more }}\", \"no\": \"{{ x }}\"}"))
            .put("extra_context", Fields.of("more", Num.of(10)));

    var rendered = served.tell("/api/context/render", order.build());

    assertThat(rendered.get("rendered")).isEqualTo(Fields.of("sum", Num.of(13), "no", Null.NULL));
    var strict =
        Fields.builder().put("execution_id", id).put("template", "{{ x }}").put("strict", true);
    assertThat(served.post("/api/context/render", strict.build()).statusCode()).isEqualTo(422);
  }

  @Test
  void anExecutionIsDoneAgain() throws Exception {
    var id = served.start();
    served.end(id);

    var again = served.tell("/api/executions/" + id + "/retry", Fields.EMPTY);

    assertThat(Served.text(again, "retry_of")).isEqualTo(id);
    assertThat(Served.text(served.end(Served.text(again, "id")), "status")).isEqualTo("COMPLETED");
  }

  @Test
  void eventsAreReadByExecutionAndByName() throws Exception {
    var id = served.start();
    served.end(id);

    var one = served.look("/api/events/by-id/" + id + "-3");
    var all = served.look("/api/events/by-execution/" + id + "?limit=4&cursor=2");
    var summary = (Fields) served.look("/api/events/summary/" + id).get("summary");

    assertThat(((Items) one.get("events")).get(0)).isEqualTo(((Items) all.get("events")).get(0));
    assertThat(Served.text(all, "next_cursor")).isEqualTo("6");
    assertThat(((Fields) summary.get("counts")).get("step_completed")).isEqualTo(Num.of(3));
    assertThat(served.get("/api/events/by-id/" + id + "-99").statusCode()).isEqualTo(404);
    assertThat(served.look("/api/events/" + id).get("events"))
        .isEqualTo(served.look("/api/execution/data/" + id).get("events"));
  }

  @Test
  void credentialsAreNeverShown() throws Exception {
    var deposit =
        Json.read(
            """
            {"name": "pg_local", "type": "generic", "tags": "a, b",
             "data": {"password": "s3cret-canary"}}
            """);
    var stored = served.post("/api/credentials", deposit);
    var listed = served.get("/api/credentials");
    var shown = served.get("/api/credentials/pg_local?include_data=true");

    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(stored.body() + listed.body() + shown.body()).doesNotContain("s3cret-canary");
    assertThat(shown.statusCode()).isEqualTo(403);
    assertThat(Served.fields(stored).get("tags")).isEqualTo(Items.of(Text.of("a"), Text.of("b")));
    var key = Served.text(Served.fields(stored), "key_id");
    assertThat(key).isNotEmpty();
    assertThat(listed.body()).contains("\"key_id\":\"" + key + "\"");
    assertThat(served.get("/api/credentials/1").statusCode()).isEqualTo(200);
    assertThat(
            served.send(served.request("/api/credentials/pg_local").DELETE().build()).statusCode())
        .isEqualTo(200);
    assertThat(served.get("/api/credentials/pg_local").statusCode()).isEqualTo(404);
  }

  @Test
  void partsOfTheSystemAreRegistered() throws Exception {
    var unknown = served.post("/api/worker/pool/heartbeat", "{\"name\": \"p1\"}");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("Retry-After")).contains("3");

    served.tell(
        "/api/worker/pool/register", Json.read("{\"name\": \"p1\", \"labels\": [\"gpu\"]}"));
    served.tell("/api/worker/pool/heartbeat", Json.read("{\"name\": \"p1\"}"));

    var pool = (Fields) ((Items) served.look("/api/worker/pools").get("items")).get(0);
    assertThat(Served.text(pool, "status")).isEqualTo("ready");
    assertThat(pool.get("labels")).isEqualTo(Fields.of("gpu", Bool.TRUE));
    served.tell("/api/worker/pool/deregister", Json.read("{\"name\": \"p1\"}"));
    assertThat(served.look("/api/worker/pools?status=offline").get("count")).isEqualTo(Num.of(1));
  }

  @Test
  void figuresAreTold() throws Exception {
    served.end(served.start());

    var text = served.get("/metrics").body();

    assertThat(text)
        .contains("noetl_up 1\n")
        .contains("noetl_executions_started_total 1\n")
        .contains("noetl_executions_ended_total{status=\"COMPLETED\"} 1\n")
        .contains("noetl_events_total 14\n")
        .contains("noetl_decision_seconds_bucket{le=\"+Inf\"}")
        .contains("route=\"/api/execute\",status=\"200\"");
    assertThat(Served.text(served.look("/health"), "status")).isEqualTo("ok");
    assertThat(served.get("/livez").statusCode()).isEqualTo(200);
    assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void answersArePackedForThoseWhoAsk() throws Exception {
    var request = served.request("/api/openapi.json").header("Accept-Encoding", "gzip").build();
    var response = served.client().send(request, HttpResponse.BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var in = new GZIPInputStream(new java.io.ByteArrayInputStream(response.body()))) {
      var document = (Fields) Json.read(in.readAllBytes());
      assertThat(Served.text(document, "openapi")).isEqualTo("3.1.0");
    }
  }

  @Test
  void aPlaybookIsDrawn() throws Exception {
    assertThat(served.get("/api/graph?path=three").body()).startsWith("flowchart");
    var svg = served.get("/api/graph?path=three&format=svg");
    assertThat(svg.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(served.look("/api/schema").names()).contains("$schema");
  }

  @Test
  void anythingElseSaysWhatItIs() throws Exception {
    assertThat(served.get("/").statusCode()).isEqualTo(200);
    assertThat(served.get("/api/nothing").statusCode()).isEqualTo(404);
    assertThat(served.post("/api/queue/lease", "{}").statusCode()).isEqualTo(410);
    var patch =
        served.send(
            served
                .request("/api/execute")
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(patch.statusCode()).isEqualTo(405);
    assertThat(patch.headers().firstValue("Allow")).contains("POST");
    var head =
        served.send(
            served
                .request("/api/schema")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }
}
