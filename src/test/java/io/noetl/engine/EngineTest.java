package io.noetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import io.noetl.job.Failure;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.PlaybookParser;
import io.noetl.store.EventRow;
import io.noetl.store.Holder;
import io.noetl.store.memory.MemoryStore;
import io.noetl.tool.Calls;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The engine with a worker that the test plays itself.
@Timeout(60)
class EngineTest {
  private static final String TWO_STEPS =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: two, path: test/two}
      workflow:
        - {step: start, next: a}
        - {step: a, type: transform, data: {n: 1}, next: b}
        - {step: b, type: transform, data: {n: 2, seen: "{{ a }}"}, next: end}
        - {step: end}
      """;

  private static final Outcome DONE = new Outcome.Succeeded(Num.of(1), Verdict.NONE, List.of(), "");

  private final MemoryStore store = new MemoryStore();
  private final Playbooks playbooks = new Playbooks(store.catalog(), _ -> Optional.empty());
  private final Engine engine =
      new Engine(store, playbooks, Settings.DEFAULT, InstantSource.system());
  private final JobSource jobs = engine.localJobs();

  @AfterEach
  void close() {
    engine.close();
    store.close();
  }

  private long start() throws InterruptedException {
    return start(TWO_STEPS);
  }

  private long start(String text) throws InterruptedException {
    return ((Engine.Done<Long>) engine.start(Order.of(ready(text), Fields.EMPTY, Merging.SHALLOW)))
        .value();
  }

  private Playbooks.Ready ready(String text) {
    var parsed = (PlaybookParser.Valid) PlaybookParser.parse("two.yaml", text);
    return playbooks.register(parsed.playbook(), text);
  }

  private Leased lease() throws InterruptedException {
    return jobs.lease("*", 1, Duration.ofSeconds(50)).getFirst();
  }

  private Receipt report(Leased leased) throws InterruptedException {
    return report(jobs, leased);
  }

  private static Receipt report(JobSource source, Leased leased) throws InterruptedException {
    return source.report(leased.job().id(), leased.job().fence(), DONE);
  }

  @Test
  void aJobThatIsOfferedWhileItsExecutionIsPausedIsOfferedAgainAfterwards() throws Exception {
    long execution = start();
    engine.pause(execution);
    assertThat(jobs.lease("*", 1, Duration.ofMillis(1))).isEmpty();

    engine.resume(execution);

    assertThat(report(lease())).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(lease())).isEqualTo(Receipt.ACCEPTED);
    assertThat(engine.await(execution).phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void whoWaitsForJobsIsWokenByTheResumeOfTheirExecution() throws Exception {
    long execution = start();
    engine.pause(execution);
    assertThat(jobs.lease("*", 1, Duration.ofMillis(1))).isEmpty();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var leased = threads.submit(this::lease);

      engine.resume(execution);

      assertThat(leased.get().job().id().name()).isEqualTo("a");
    }
    assertThat(store.jobs(execution)).hasSize(1);
  }

  @Test
  void aReportUnderALeaseThatIsLostLeavesTheJobToAnotherDelivery() throws Exception {
    long execution = start();
    var first = lease();
    store.lease(execution, "a", engine.incarnation(), Duration.ofSeconds(30));

    assertThat(report(first)).isEqualTo(Receipt.STALE);

    var again = lease();
    assertThat(again.job().id()).isEqualTo(first.job().id());
    assertThat(again.job().fence()).isGreaterThan(first.job().fence());
    assertThat(report(again)).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(first)).isEqualTo(Receipt.STALE);
    assertThat(report(lease())).isEqualTo(Receipt.ACCEPTED);
    assertThat(engine.await(execution).phase()).isEqualTo(Phase.COMPLETED);
  }

  private static final String TYPED =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: test/typed}
      inputs:
        additional: false
        days: {type: integer, required: true}
        zip: string
        until: {type: integer, default: "{{ days + 1 }}"}
      workflow: [{step: start}]
      """;

  private Engine.Answer<Long> ask(String payload, String settings) throws InterruptedException {
    var order = Order.of(ready(TYPED), Calls.fields(payload), Merging.SHALLOW);
    return engine.start(order.with(Calls.fields(settings)));
  }

  @Test
  void anExecutionWhoseInputsDoNotFitIsRefusedWithAllThatIsWrong() throws Exception {
    var refused = ask("{\"days\": \"many\", \"zip\": 75001, \"dyas\": 1}", "{}");

    assertThat(((Engine.Refused<Long>) refused).refusal().message())
        .isEqualTo(
            """
            playbook 'test/typed' cannot take its inputs:
            days: expected a whole number, found "many"
            zip: expected a text, found 75001
            dyas: there is no such input (did you mean `days`?)""");
    assertThat(store.executions().list(Long.MAX_VALUE, 9)).isEmpty();
  }

  @Test
  void defaultsAndSettingsMakeTheWorkloadThatIsChecked() throws Exception {
    var started = ask("{\"days\": 3}", "{\"zip\": 75001}");

    var state = engine.await(((Engine.Done<Long>) started).value());

    assertThat(Json.write(engine.result(state))).isEqualTo("null");
    var workload = store.read(state.execution(), 0, 1).getFirst().event();
    assertThat(workload.toString()).contains("zip=75001", "until=Int[number=4]");
  }

  @Test
  void aChildWhoseInputsDoNotFitFailsItsStepWithWhatIsWrong() throws Exception {
    ready(TYPED);
    var parent =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: test/parent}
        workflow:
          - {step: start, type: playbook, path: test/typed, data: {days: soon}}
        """;

    var state = engine.await(start(parent));

    assertThat(state.phase()).isEqualTo(Phase.FAILED);
    assertThat(store.read(state.execution(), 0, 99).getLast().event().toString())
        .contains("playbook 'test/typed' cannot take its input days: expected a whole number");
  }

  @Test
  void aCancelledExecutionEndsWithoutItsQueuedJob() throws Exception {
    long execution = start();

    engine.cancel(execution, "enough");

    assertThat(engine.await(execution).phase()).isEqualTo(Phase.CANCELLED);
    assertThat(store.jobs(execution)).isEmpty();
  }

  @Test
  void aReportThatIsRepeatedIsKnownAlready() throws Exception {
    start();
    var remote = engine.jobs(new Holder("far", Duration.ofSeconds(30)));
    var first = remote.lease("default", 1, Duration.ofSeconds(50)).getFirst();

    assertThat(report(remote, first)).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(remote, first)).isEqualTo(Receipt.ALREADY);
    assertThat(remote.report(first.job().id(), 77, DONE)).isEqualTo(Receipt.STALE);
  }

  @Test
  void aJobOfARemoteWorkerThatIsGoneGoesToTheNext() throws Exception {
    long execution = start();
    var lost =
        engine
            .jobs(new Holder("gone", Duration.ofMillis(1)))
            .lease("default", 1, Duration.ofSeconds(50))
            .getFirst();

    var again = lease();

    assertThat(again.job().id()).isEqualTo(lost.job().id());
    assertThat(again.job().deliveries()).isEqualTo(1);
    assertThat(again.job().attempt()).isEqualTo(1);
    assertThat(engine.jobs(new Holder("gone", Duration.ofMillis(1))).renew(held(lost)))
        .containsExactly(lost.job().id());
    assertThat(report(again)).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(lease())).isEqualTo(Receipt.ACCEPTED);
    assertThat(engine.await(execution).phase()).isEqualTo(Phase.COMPLETED);
    assertThat(store.rows(execution, 0, 100))
        .extracting(EventRow::type)
        .containsOnlyOnce("execution_complete")
        .filteredOn("action_started"::equals)
        .hasSize(2);
    assertThat(engine.verify(execution)).isEmpty();
  }

  private static List<JobSource.Held> held(Leased leased) {
    return List.of(new JobSource.Held(leased.job().id(), leased.job().fence()));
  }

  @Test
  void aRetryTakesOverWhatWasCompletedAndBeginsAtWhatFailed() throws Exception {
    long execution = start();
    report(lease());
    var second = lease();
    var bad = new Outcome.Failed(Failure.error("bad", "no luck"), Verdict.NONE, List.of(), "");
    jobs.report(second.job().id(), second.job().fence(), bad);
    assertThat(engine.await(execution).phase()).isEqualTo(Phase.FAILED);

    long retry = ((Engine.Done<Long>) engine.retry(execution, "")).value();

    var job = lease();
    assertThat(job.job().id().execution()).isEqualTo(retry);
    assertThat(job.job().step()).isEqualTo("b");
    assertThat(job.job().call().inputs().get("seen")).isEqualTo(Num.of(1));
    assertThat(report(job)).isEqualTo(Receipt.ACCEPTED);
    assertThat(engine.await(retry).phase()).isEqualTo(Phase.COMPLETED);
    assertThat(engine.verify(retry)).isEmpty();
    assertThat(engine.retry(99, "")).isInstanceOf(Engine.Refused.class);
  }

  @Test
  void aRetryFromAStepForgetsWhatCameAfterIt() throws Exception {
    long execution = start();
    report(lease());
    report(lease());
    engine.await(execution);

    long retry = ((Engine.Done<Long>) engine.retry(execution, "a")).value();

    assertThat(lease().job().step()).isEqualTo("a");
    assertThat(engine.retry(retry, "")).isInstanceOf(Engine.Refused.class);
    assertThat(engine.retry(execution, "never")).isInstanceOf(Engine.Refused.class);
  }

  @Test
  void aJobOfAnotherPoolWaitsForItsWorker() throws Exception {
    var text = TWO_STEPS.replace("data: {n: 1}", "data: {n: 1}, pool: gpu");
    long execution = start(text);

    assertThat(jobs.lease("default", 1, Duration.ofMillis(1))).isEmpty();

    var gpu = engine.jobs(new Holder("gpu-1", Duration.ofSeconds(30)));
    var leased = gpu.lease("gpu", 1, Duration.ofSeconds(50)).getFirst();
    assertThat(leased.job().id().execution()).isEqualTo(execution);
    assertThat(report(gpu, leased)).isEqualTo(Receipt.ACCEPTED);
  }
}
