package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallRunnerTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private final Bench bench =
      new Bench(
          Bench.tool("echo", (call, _) -> call.config()),
          Bench.tool("http", (call, _) -> response(call.config())),
          Bench.tool(
              "sleepy",
              (_, _) -> {
                never.await();
                return Null.NULL;
              }),
          Bench.tool(
              "broken",
              (_, _) -> {
                throw new IllegalStateException("a bug");
              }),
          Bench.tool(
              "deep",
              (call, _) -> {
                return deep(call.key().length());
              }),
          Bench.tool("huge", (_, _) -> Text.of("x".repeat(40 << 20))),
          Bench.tool(
              "chatty",
              (_, watch) -> {
                for (int i = 0; i < 100; i++) {
                  watch.log("x".repeat(1000));
                }
                return Null.NULL;
              }));

  @AfterEach
  void end() {
    bench.close();
  }

  private static Fields response(Fields config) throws ToolFailure {
    var status = config.get("status");
    var result = Fields.of("status_code", status, "data", Fields.of("n", Num.of(3)));
    if (status instanceof Num.Int(var code) && code >= 400) {
      throw new ToolFailure(Failure.error("http_status", "HTTP " + code).withResult(result));
    }
    return result;
  }

  private static Num deep(int depth) {
    return Num.of(1 + (depth > 0 ? (long) deep(depth + 1).real() : 0));
  }

  @Test
  void onlyThePlacesThatAreLeftAreRendered() {
    var jobs =
        Jobs.of("echo")
            .config(
                """
                {"headers": {"Authorization": "Bearer {{ secret.key }}", "X": "{{ secret.key }}"},
                 "list": ["{{ env.NOETL_VAR_CITY }}{{ env.HOME }}", "{{ raw }}"]}
                """)
            .inputs("{\"a\": \"{{ job.key }} {{ n }}\", \"n\": 5, \"b\": \"{{ job.key }}\"}")
            .late("config", "headers", "Authorization")
            .late("config", "list", "0")
            .late("inputs", "a");

    assertThat(bench.result(jobs))
        .isEqualTo(
            "{\"headers\":{\"Authorization\":\"Bearer ***\",\"X\":\"{{ secret.key }}\"},"
                + "\"list\":[\"Paris\",\"{{ raw }}\"]}");
    assertThat(
            bench.result(
                Jobs.transform("{\"a\": \"{{ job.key }} {{ n }}\", \"n\": 5, \"b\": \"{{ x }}\"}")
                    .late("inputs", "a")))
        .isEqualTo("{\"a\":\"7/step/1 5\",\"n\":5,\"b\":\"{{ x }}\"}");
  }

  @Test
  void anUnknownSecretIsNotedInTheLog() {
    var outcome = bench.run(Jobs.transform("{\"a\": \"{{ secret.nope }}\"}").late("inputs", "a"));

    assertThat(outcome.log())
        .isEqualTo("secret nope is not known: set NOETL_SECRET_NOPE where the worker runs\n");
  }

  @Test
  void aTemplateErrorFailsForGood() {
    var failed = bench.failed(Jobs.transform("{\"a\": \"{{ 1 / 0 }}\"}").late("inputs", "a"));

    assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failed.failure().code()).isEqualTo("template");
    assertThat(failed.failure().message()).startsWith("a: ");
  }

  @Test
  void aToolThatIsNotHereIsNamed() {
    var failure = bench.failed(Jobs.of("cobol")).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.code()).isEqualTo("tool_unavailable");
    assertThat(failure.message())
        .isEqualTo(
            "this worker has no tool 'cobol'; it has broken, chatty, deep, echo, http, huge,"
                + " sleepy, transform");
  }

  @Test
  void anAttemptIsStoppedWhenItsTimeIsUp() {
    var failure = bench.failed(Jobs.of("sleepy").timeout(1500)).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
    assertThat(failure.message()).isEqualTo("sleepy step took longer than its timeout of 1.5s");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aBugInAToolIsAFailure() {
    var failure = bench.failed(Jobs.of("broken")).failure();

    assertThat(failure.code()).isEqualTo("internal");
    assertThat(failure.message())
        .isEqualTo("the broken tool broke off: java.lang.IllegalStateException: a bug");
    assertThat(bench.failed(Jobs.of("deep")).failure().message()).contains("nested too deep");
  }

  @Test
  void resultAndLogAreBounded() {
    assertThat(bench.failed(Jobs.of("huge")).failure().message())
        .isEqualTo(
            "the result of the step is larger than 32 MiB: save the data to a file or a table and"
                + " return less");

    var log = bench.run(Jobs.of("chatty")).log();
    assertThat(log).endsWith("\n[34464 more characters not kept]\n").hasSizeLessThan(70_000);
  }

  @Test
  void theAnswerOfASaveIsBoundedToo() {
    var failure =
        bench
            .failed(
                Jobs.transform("{}")
                    .plan("{\"save\": {\"storage\": \"shelf\", \"data\": {\"answer\": 1}}}"))
            .failure();

    assertThat(failure.message())
        .isEqualTo(
            "save to shelf: its answer is larger than 32 MiB: save the data to a file or a table"
                + " and return less");
  }

  @Test
  void failWhenTurnsASuccessIntoAFailure() {
    var jobs =
        Jobs.transform("{\"n\": 3}").plan("{\"fail_when\": \"{{ result.n > workload.most }}\"}");

    assertThat(bench.result(jobs.scope("{\"workload\": {\"most\": 3}}"))).isEqualTo("{\"n\":3}");
    var failure = bench.failed(jobs.scope("{\"workload\": {\"most\": 2}}")).failure();
    assertThat(failure.code()).isEqualTo("fail_when");
    assertThat(failure.message()).contains("result.n > workload.most");
    assertThat(Json.write(failure.result())).isEqualTo("{\"n\":3}");
  }

  @Test
  void failWhenAcceptsAFailureThatHasAResult() {
    var jobs = Jobs.of("http").plan("{\"fail_when\": \"{{ status_code >= 500 }}\"}");

    assertThat(bench.result(jobs.config("{\"status\": 404}")))
        .isEqualTo("{\"status_code\":404,\"data\":{\"n\":3}}");
    assertThat(bench.failed(jobs.config("{\"status\": 503}")).failure().code())
        .isEqualTo("http_status");
    assertThat(
            bench
                .failed(Jobs.of("broken").plan("{\"fail_when\": \"{{ status_code >= 500 }}\"}"))
                .failure()
                .code())
        .isEqualTo("internal");
  }

  @Test
  void conditionsSeeHowTheAttemptEnded() {
    assertThat(verdict(503, "\"retry_when\": \"{{ status_code >= 500 }}\""))
        .isEqualTo(Verdict.RETRY);
    assertThat(verdict(404, "\"retry_when\": \"{{ status_code >= 500 }}\""))
        .isEqualTo(Verdict.STOP);
    assertThat(verdict(200, "\"retry_when\": \"{{ status_code != 201 }}\""))
        .isEqualTo(Verdict.RETRY);
    assertThat(verdict(200, "\"stop_when\": \"{{ success and attempt == 2 }}\""))
        .isEqualTo(Verdict.STOP);
    assertThat(verdict(500, "\"stop_when\": \"{{ attempt >= 3 }}\"")).isEqualTo(Verdict.NONE);
    assertThat(verdict(500, "\"retry_when\": \"{{ 'HTTP 500' in error }}\""))
        .isEqualTo(Verdict.RETRY);
    assertThat(
            verdict(
                200,
                "\"retry_when\": \"{{ data.n == 3 and data.data.n == 3 and result.data.n == 3"
                    + " and this.data.data.n == 3 and response.status_code == 200"
                    + " and this.status == 'success' }}\""))
        .isEqualTo(Verdict.RETRY);
    assertThat(verdict(500, "\"retry_when\": \"{{ 1 / 0 }}\"")).isEqualTo(Verdict.STOP);
    assertThat(verdict(500, "\"other\": 1")).isEqualTo(Verdict.NONE);
  }

  private Verdict verdict(int status, String plan) {
    var jobs = Jobs.of("http").config("{\"status\": %d}".formatted(status));
    return switch (bench.run(jobs.plan("{%s}".formatted(plan)))) {
      case Outcome.Succeeded succeeded -> succeeded.verdict();
      case Outcome.Failed failed -> failed.verdict();
      case Outcome.Planned _ -> throw new AssertionError();
    };
  }

  @Test
  void aSaveSeesTheResult() {
    bench.result(
        Jobs.of("http")
            .config("{\"status\": 200}")
            .inputs("{\"city\": \"Rome\"}")
            .steps(
                "{\"earlier\": {\"data\": {\"x\": 9}, \"status\": \"success\", \"error\": \"\"}}")
            .plan(
                """
                {"save": {"storage": "shelf", "table": "t_{{ city }}", "data": {
                  "n": "{{ result.data.n }}", "code": "{{ this.data.status_code }}",
                  "status": "{{ this.status }}", "id": "{{ this.id }}", "city": "{{ data.city }}",
                  "fallback": "{{ data.status_code }}", "earlier": "{{ earlier.x }}"}}}
                """));

    var order = bench.saved.getFirst();
    assertThat(Json.write(order.data()))
        .isEqualTo(
            "{\"n\":3,\"code\":200,\"status\":\"success\",\"id\":\"7/step/1\",\"city\":\"Rome\","
                + "\"fallback\":200,\"earlier\":9}");
    assertThat(Json.write(order.spec())).isEqualTo("{\"table\":\"t_Rome\"}");
    assertThat(order.key()).isEqualTo("7/step/1");
    assertThat(order.attempt()).isEqualTo(2);
  }

  @Test
  void withoutDataTheResultIsSaved() {
    bench.result(Jobs.transform("{\"a\": 1}").plan("{\"save\": {\"storage\": \"shelf\"}}"));

    assertThat(Json.write(bench.saved.getFirst().data())).isEqualTo("{\"a\":1}");
  }

  @Test
  void theSaveOfAnotherExecutionsResultPassesItThrough() {
    var jobs =
        Jobs.of("save")
            .config("{\"pass_through\": true}")
            .inputs("{\"result\": {\"score\": 3}, \"user\": {\"id\": 7}, \"count\": 2}")
            .plan(
                """
                {"save": {"storage": "shelf", "data": {"id": "{{ user.id }}", "n": "{{ count }}",
                  "a": "{{ result.score }}", "b": "{{ this.data.score }}",
                  "c": "{{ data.score }}"}}}
                """);

    assertThat(bench.result(jobs)).isEqualTo("{\"score\":3}");
    assertThat(Json.write(bench.saved.getFirst().data()))
        .isEqualTo("{\"id\":7,\"n\":2,\"a\":3,\"b\":3,\"c\":3}");
  }

  @Test
  void aSaveThatFailsFailsTheAttempt() {
    var failed =
        bench.failed(
            Jobs.transform("{\"a\": 1}")
                .plan("{\"save\": {\"storage\": \"shelf\", \"data\": {\"refuse\": true}}}"));

    assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failed.failure().message()).isEqualTo("save to shelf: the shelf is full");
    assertThat(Json.write(failed.failure().result())).isEqualTo("{\"a\":1}");
    assertThat(failed.saves()).hasSize(1).allMatch(save -> save.failed());
  }

  @Test
  void anUnknownStorageNamesTheOthers() {
    var failure =
        bench.failed(Jobs.transform("{}").plan("{\"save\": {\"storage\": \"tape\"}}")).failure();

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message())
        .isEqualTo("save to tape: this worker cannot save to 'tape', only to event_log, shelf");
  }

  @Test
  void nothingIsSavedWhenItIsToBeTriedAgain() {
    var outcome =
        bench.run(
            Jobs.transform("{\"a\": 1}")
                .plan("{\"save\": {\"storage\": \"shelf\"}, \"retry_when\": \"{{ true }}\"}"));

    assertThat(((Outcome.Succeeded) outcome).verdict()).isEqualTo(Verdict.RETRY);
    assertThat(bench.saved).isEmpty();
  }

  @Test
  void aSaveStepHasItsDataAsResult() {
    var jobs =
        Jobs.of("save")
            .inputs("{\"a\": 1}")
            .plan("{\"save\": {\"storage\": \"shelf\", \"data\": {\"b\": \"{{ a + 1 }}\"}}}");

    assertThat(bench.result(jobs)).isEqualTo("{\"b\":2}");
    assertThat(Json.write(bench.saved.getFirst().data())).isEqualTo("{\"b\":2}");
    assertThat(bench.saved).hasSize(1);
  }

  @Test
  void assertionsWarnUnlessTheyAreStrict() {
    var asserts = "{\"assert\": {\"expects\": [\"a\", \"data.b\"], \"returns\": [\"c\"]%s}}";

    assertThat(bench.run(Jobs.transform("{\"a\": 1}").plan(asserts.formatted(""))).log())
        .isEqualTo(
            """
            assert: the step expects 'data.b', which is not among its inputs
            assert: the step returns 'c', which is not in its result
            """);
    assertThat(
            bench
                .failed(Jobs.transform("{\"a\": 1}").plan(asserts.formatted(", \"strict\": true")))
                .failure()
                .message())
        .isEqualTo("the step expects 'data.b', which is not among its inputs");
  }

  @Test
  void aDynamicValueIsTheResultOfATransform() {
    assertThat(
            bench.result(
                Jobs.transform("{\"input_data\": [1], \"data\": [1]}")
                    .config("{\"value_only\": true}")))
        .isEqualTo("[1]");
  }

  @Test
  void secretsAreBlackenedEverywhere() {
    var counter = new AtomicInteger();
    try (var own =
        new Bench(
            Bench.tool(
                "leaky",
                (call, watch) -> {
                  counter.incrementAndGet();
                  watch.log("log " + Json.write(call.inputs()));
                  throw new ToolFailure(
                      Failure.error("leak", "message " + Json.write(call.inputs()))
                          .withTrace("trace s3cret-value")
                          .withResult(call.inputs()));
                }))) {
      var failed =
          own.failed(Jobs.of("leaky").inputs("{\"a\": \"{{ secret.KEY }}\"}").late("inputs", "a"));

      assertThat(failed.toString()).doesNotContain("s3cret").contains("***");
      assertThat(counter).hasValue(1);
    }
  }
}
