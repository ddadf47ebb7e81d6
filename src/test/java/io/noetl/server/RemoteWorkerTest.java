package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.client.Enrolment;
import io.noetl.client.Link;
import io.noetl.client.RemoteCredentials;
import io.noetl.client.RemoteJobs;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Held;
import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.secret.Draft;
import io.noetl.store.QueuedJob;
import io.noetl.store.Runtimes;
import io.noetl.tool.Await;
import io.noetl.tool.Environment;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Toolbox;
import io.noetl.tool.Watch;
import io.noetl.tool.save.EventLogSaver;
import io.noetl.tool.transform.TransformTool;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.worker.CallRunner;
import io.noetl.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers that know the server by its address only.
@Timeout(120)
class RemoteWorkerTest {
  private static final Duration LEASE = Duration.ofSeconds(1);

  private static final String POOLED =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: pooled, path: test/served/pooled}
      workflow:
        - {step: start, next: here}
        - {step: here, type: transform, data: {n: 1}, next: there}
        - {step: there, type: transform, pool: other, data: {n: 2}, next: end}
        - {step: end}
      """;

  private static final String WAITING =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: waiting, path: test/served/waiting}
      workflow:
        - {step: start, next: wait}
        - {step: wait, type: shell, command: wait, next: end}
        - {step: end}
      """;

  private final Served served = Served.withoutWorker();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Waiting waiting = new Waiting();

  /// Stands in for a tool that takes its time: it ends when it is let go, or stopped.
  private static final class Waiting implements Tool {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public String kind() {
      return "shell";
    }

    @Override
    public Value run(ToolCall call, Watch watch) throws InterruptedException {
      begun.countDown();
      try (var _ = watch.onStop(stopped::countDown)) {
        released.await();
        return Text.of("let go");
      }
    }
  }

  @BeforeEach
  void register() throws Exception {
    served.register(Served.THREE);
    served.register(POOLED);
    served.register(WAITING);
  }

  @AfterEach
  void close() throws Exception {
    waiting.released.countDown();
    for (var each : open.reversed()) {
      each.close();
    }
    served.close();
  }

  private Link link() {
    var link = new Link(Link.Address.of(served.uri("").toString(), ""));
    open.add(link);
    return link;
  }

  private RemoteJobs jobs(String worker) {
    return new RemoteJobs(link(), worker, LEASE);
  }

  private Worker worker(String name, String pool) {
    var link = link();
    var credentials = new RemoteCredentials(link, name);
    var toolbox = new Toolbox(List.of(new TransformTool(), waiting), List.of(new EventLogSaver()));
    var runner = new CallRunner(toolbox, Environment.of(Map.of()), credentials, name);
    open.add(runner);
    var settings =
        new Worker.Settings(
            pool, 4, Duration.ofSeconds(5), LEASE.dividedBy(3), Duration.ofSeconds(10));
    var worker = new Worker(new RemoteJobs(link, name, LEASE), runner, settings);
    open.add(worker);
    worker.start();
    return worker;
  }

  private String start(String path) throws Exception {
    return Served.text(
        served.tell("/api/execute", Fields.of("path", Text.of(path))), "execution_id");
  }

  private static Outcome done() {
    return new Outcome.Succeeded(Num.of(1), Verdict.NONE, List.of(), "");
  }

  private static Leased first(JobSource jobs) throws InterruptedException {
    while (true) {
      var leased = jobs.lease("default", 1, Duration.ofSeconds(5));
      if (!leased.isEmpty()) {
        return leased.getFirst();
      }
    }
  }

  @Test
  void stepsAreDoneElsewhere() throws Exception {
    worker("w1", "default");

    var end = served.end(served.start());

    assertThat(Served.text(end, "status")).isEqualTo("COMPLETED");
  }

  @Test
  void aStepOfAPoolWaitsForAWorkerOfIt() throws Exception {
    worker("w1", "default");
    var execution = start("test/served/pooled");
    Await.until("the second step waits", () -> waiting(execution).equals(List.of("there")));

    worker("w2", "other");

    assertThat(Served.text(served.end(execution), "status")).isEqualTo("COMPLETED");
  }

  private List<String> waiting(String execution) {
    return served.store.jobs(Long.parseLong(execution)).stream()
        .filter(job -> job.status() == QueuedJob.Status.QUEUED)
        .map(job -> job.job().step())
        .toList();
  }

  @Test
  void aLostWorkersJobIsRunElsewhereAndItsLateReportChangesNothing() throws Exception {
    var lost = jobs("lost");
    var execution = served.start();
    var job = first(lost).job();
    worker("w1", "default");

    var end = served.end(execution);

    assertThat(Served.text(end, "status")).isEqualTo("COMPLETED");
    long events =
        served.store.executions().find(Long.parseLong(execution)).orElseThrow().lastEvent();
    assertThat(lost.report(job.id(), job.fence(), done())).isEqualTo(Receipt.STALE);
    assertThat(served.store.executions().find(Long.parseLong(execution)).orElseThrow().lastEvent())
        .isEqualTo(events);
  }

  @Test
  void aLostLeaseIsADeliveryButNoAttempt() throws Exception {
    var execution = served.start();
    var before = first(jobs("lost")).job();

    var after = first(jobs("found")).job();

    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.id().execution()).isEqualTo(Long.parseLong(execution));
    assertThat(after.attempt()).isEqualTo(before.attempt());
    assertThat(after.deliveries()).isEqualTo(before.deliveries() + 1);
    assertThat(after.fence()).isGreaterThan(before.fence());
  }

  @Test
  void theSameReportMayComeTwice() throws Exception {
    served.start();
    var jobs = jobs("w1");
    var job = first(jobs).job();

    assertThat(jobs.report(job.id(), job.fence(), done())).isEqualTo(Receipt.ACCEPTED);
    assertThat(jobs.report(job.id(), job.fence(), done())).isEqualTo(Receipt.ALREADY);
  }

  @Test
  void whatIsCancelledStopsElsewhereToo() throws Exception {
    worker("w1", "default");
    var execution = start("test/served/waiting");
    waiting.begun.await();

    served.tell("/api/executions/" + execution + "/cancel", Fields.EMPTY);

    waiting.stopped.await();
    assertThat(Served.text(served.end(execution), "status")).isEqualTo("CANCELLED");
  }

  @Test
  void aWorkerThatLeavesEndsWhatItHasBegun() throws Exception {
    var worker = worker("w1", "default");
    var execution = start("test/served/waiting");
    waiting.begun.await();
    var leaving = Thread.ofVirtual().start(worker::close);

    waiting.released.countDown();

    leaving.join();
    assertThat(Served.text(served.end(execution), "status")).isEqualTo("COMPLETED");
  }

  @Test
  void aServerThatIsAwayIsWaitedFor() throws Exception {
    worker("w1", "default");
    var execution = start("test/served/waiting");
    waiting.begun.await();
    int port = served.server.port();
    served.server.stop(Duration.ZERO);

    waiting.released.countDown(); // The outcome can be told to nobody now.

    served.comeBack(port);
    assertThat(Served.text(served.end(execution), "status")).isEqualTo("COMPLETED");
  }

  @Test
  void aWorkerIsInTheRegistryForAsLongAsItIsThere() throws Exception {
    var enrolment = new Enrolment(link(), new Enrolment.Part("w1", "default", 4, "1.0"));
    enrolment.begin();
    Await.until("it is known", () -> status("w1").equals("ready"));

    enrolment.close();

    assertThat(status("w1")).isEqualTo(Runtimes.OFFLINE);
  }

  private String status(String name) {
    return served.store.runtimes().list("worker_pool", Duration.ofMinutes(1)).stream()
        .filter(row -> row.part().name().equals(name))
        .map(row -> row.part().status())
        .findFirst()
        .orElse("");
  }

  @Test
  void aCredentialIsForWhoHoldsAJob() throws Exception {
    var secret = Fields.of("username", Text.of("ada"), "password", Text.of("a-long-password"));
    var draft = new Draft("db", "basic", secret, Fields.EMPTY, List.of(), "");
    var _ = served.keychain.register(draft);
    served.start();
    var link = link();
    var job = first(new RemoteJobs(link, "w1", LEASE)).job();
    var credentials = new RemoteCredentials(link, "w1");
    var held = new Held(job.id(), job.fence());

    assertThat(credentials.find("db", held).orElseThrow().get("password"))
        .isEqualTo(Text.of("a-long-password"));
    assertThat(credentials.find("unknown", held)).isEmpty();
    assertThatThrownBy(() -> credentials.find("db", new Held(job.id(), job.fence() + 1)))
        .isInstanceOf(ToolFailure.class)
        .hasMessageNotContaining("a-long-password");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws Exception {
    served.start();
    var jobs = jobs("w1");
    var job = first(jobs).job();
    served.server.stop(Duration.ZERO);

    assertThatThrownBy(() -> jobs.lease("default", 1, Duration.ZERO))
        .isInstanceOf(JobSource.Unavailable.class)
        .hasMessageContaining("127.0.0.1");
    assertThatThrownBy(() -> jobs.report(job.id(), job.fence(), done()))
        .isInstanceOf(JobSource.Unavailable.class);
  }

  @Test
  void anOutcomeThatTheServerCannotTakeIsRefusedForGood() throws Exception {
    served.start();
    var jobs = jobs("w1");
    var job = first(jobs).job();
    var huge = new Outcome.Succeeded(Text.of("x".repeat(61 << 20)), Verdict.NONE, List.of(), "");

    assertThatThrownBy(() -> jobs.report(job.id(), job.fence(), huge))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
