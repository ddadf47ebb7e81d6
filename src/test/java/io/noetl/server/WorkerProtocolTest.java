package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.job.wire.JobWire;
import io.noetl.job.wire.Protocol;
import io.noetl.job.wire.ReportWire;
import io.noetl.secret.Draft;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The protocol of remote workers, spoken by the test.
@Timeout(120)
class WorkerProtocolTest {
  private final Served served = Served.withoutWorker();

  @BeforeEach
  void register() throws Exception {
    served.register(Served.THREE);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private HttpResponse<String> say(String path, Fields body) throws Exception {
    return served.post(path, body.with("worker", Text.of("w1")), Protocol.HEADER, "1");
  }

  private List<Leased> lease(int max, int wait) throws Exception {
    var order = Fields.of("max", Num.of(max), "wait_ms", Num.of(wait));
    var jobs = (Items) Served.good(say(Protocol.LEASE, order)).get("jobs");
    return jobs.list().stream().map(job -> JobWire.leased((Fields) job)).toList();
  }

  private static Fields named(Leased leased) {
    var job = leased.job();
    return JobWire.toFields(new io.noetl.job.JobSource.Held(job.id(), job.fence()));
  }

  private HttpResponse<String> report(Leased leased, Value result) throws Exception {
    var outcome = new Outcome.Succeeded(result, Verdict.NONE, List.of(), "it printed this\n");
    return say(Protocol.REPORT, named(leased).with("outcome", ReportWire.toFields(outcome)));
  }

  @Test
  void aWorkerTakesJobsAndReportsThem() throws Exception {
    var id = served.start();
    for (int i = 0; i < 3; i++) {
      var leased = lease(5, 30_000).getFirst();
      assertThat(Long.toString(leased.job().id().execution())).isEqualTo(id);
      var answer = report(leased, Fields.of("n", Num.of(i + 1)));
      assertThat(ReportWire.receipt(Served.good(answer))).isEqualTo(Receipt.ACCEPTED);
      assertThat(answer.headers().firstValue(Protocol.HEADER)).contains("1");
      assertThat(ReportWire.receipt(Served.good(report(leased, Fields.of("n", Num.of(i + 1))))))
          .isEqualTo(Receipt.ALREADY);
    }

    assertThat(Served.text(served.end(id), "status")).isEqualTo("COMPLETED");
    var log =
        (Fields) ((Items) served.look("/api/executions/" + id + "/logs").get("entries")).get(0);
    assertThat(Served.text(log, "text")).isEqualTo("it printed this\n");
    assertThat(lease(1, 0)).isEmpty();
  }

  @Test
  void aReportUnderAnotherLeaseIsStale() throws Exception {
    served.start();
    var leased = lease(1, 30_000).getFirst();
    var wrong = named(leased).with("fence", Num.of(leased.job().fence() + 7));
    var outcome = new Outcome.Succeeded(Num.of(1), Verdict.NONE, List.of(), "");

    var answer = say(Protocol.REPORT, wrong.with("outcome", ReportWire.toFields(outcome)));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(ReportWire.receipt(Served.fields(answer))).isEqualTo(Receipt.STALE);
    var renewed = say(Protocol.RENEW, Fields.of("held", Items.of(wrong, named(leased))));
    assertThat(JobWire.ids(Served.good(renewed), "stop")).containsExactly(leased.job().id());
  }

  @Test
  void anotherVersionOfTheProtocolIsRefused() throws Exception {
    for (var version : List.of("2", "0.9", "one")) {
      var answer = served.post(Protocol.LEASE, "{\"worker\": \"w1\"}", Protocol.HEADER, version);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Served.text(Served.fields(answer), "code")).isEqualTo("protocol-mismatch");
    }
    assertThat(served.post(Protocol.LEASE, "{\"worker\": \"w1\"}").statusCode()).isEqualTo(400);
    assertThat(Protocol.understands("1.7")).isTrue();
  }

  @Test
  void anOutcomeThatIsNoneIsNamed() throws Exception {
    served.start();
    var leased = lease(1, 30_000).getFirst();

    var answer =
        say(Protocol.REPORT, named(leased).with("outcome", Fields.of("kind", Text.of("odd"))));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("outcome.kind");
  }

  @Test
  void aCredentialIsGivenForAHeldJobOnly() throws Exception {
    var _ =
        served.keychain.register(
            new Draft(
                "db",
                "basic",
                Fields.of("username", Text.of("ada"), "password", Text.of("a-long-password")),
                Fields.EMPTY,
                List.of(),
                ""));
    served.start();
    var job = lease(1, 30_000).getFirst().job();
    var wish =
        JobWire.toFields(new io.noetl.job.JobSource.Held(job.id(), job.fence()))
            .with("name", Text.of("db"));

    assertThat(Served.good(say(Protocol.CREDENTIAL, wish)).get("data"))
        .isInstanceOfSatisfying(
            Fields.class,
            it -> assertThat(it.get("password")).isEqualTo(Text.of("a-long-password")));
    assertThat(say(Protocol.CREDENTIAL, wish.with("fence", Num.of(99))).statusCode())
        .isEqualTo(409);
    assertThat(say(Protocol.CREDENTIAL, wish.with("name", Text.of("no"))).statusCode())
        .isEqualTo(404);
    var other =
        served.post(Protocol.CREDENTIAL, wish.with("worker", Text.of("w2")), Protocol.HEADER, "1");
    assertThat(other.statusCode()).isEqualTo(409);
  }

  @Test
  void whatWaitsIsListed() throws Exception {
    var id = served.start();

    var jobs = (Items) served.look("/api/queue?execution_id=" + id).get("items");

    assertThat(jobs.size()).isEqualTo(1);
    assertThat(Served.text((Fields) jobs.get(0), "status")).isEqualTo("queued");
    assertThat(served.look("/api/queue/size").get("count")).isEqualTo(Num.of(1));
    assertThat(served.get("/metrics").body()).contains("noetl_queue_waiting{pool=\"default\"} 1");
  }

  @Test
  void aServerThatStopsGivesOutNoMoreJobs() throws Exception {
    var waiting =
        served
            .client()
            .sendAsync(
                served
                    .request(Protocol.LEASE)
                    .header("Content-Type", "application/json")
                    .header(Protocol.HEADER, "1")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"worker\": \"w1\"}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    var _ = served.look("/api/queue"); // The other is on its way by now, or will be refused.

    served.server.close();

    assertThat(waiting.handle((answer, e) -> e != null || answer.statusCode() == 503).get())
        .isTrue();
  }
}
