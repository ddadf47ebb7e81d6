package io.noetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.PlaybookParser;
import io.noetl.store.memory.MemoryStore;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
        - {step: b, type: transform, data: {n: 2}, next: end}
        - {step: end}
      """;

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
    var parsed = (PlaybookParser.Valid) PlaybookParser.parse("two.yaml", TWO_STEPS);
    var ready = playbooks.register(parsed.playbook(), TWO_STEPS);
    return ((Engine.Done<Long>) engine.start(ready, Fields.EMPTY, Merging.SHALLOW)).value();
  }

  private Leased lease() throws InterruptedException {
    return jobs.lease("*", 1, Duration.ofSeconds(50)).getFirst();
  }

  private Receipt report(Leased leased) throws InterruptedException {
    var outcome = new Outcome.Succeeded(Num.of(1), Verdict.NONE, List.of(), "");
    return jobs.report(leased.job().id(), leased.job().fence(), outcome);
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

  @Test
  void aCancelledExecutionEndsWithoutItsQueuedJob() throws Exception {
    long execution = start();

    engine.cancel(execution, "enough");

    assertThat(engine.await(execution).phase()).isEqualTo(Phase.CANCELLED);
    assertThat(store.jobs(execution)).isEmpty();
  }
}
