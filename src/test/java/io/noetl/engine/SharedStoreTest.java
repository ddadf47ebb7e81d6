package io.noetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.PlaybookParser;
import io.noetl.store.EventRow;
import io.noetl.store.Holder;
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

/// Two engines on one store that belongs to both.
@Timeout(120)
final class SharedStoreTest {
  private static final String PLAYBOOK =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: shared, path: test/shared}
      workflow:
        - {step: start, next: [a, b]}
        - {step: a, type: transform, data: {n: 1}, next: pause}
        - {step: b, type: transform, data: {n: 2}, next: pause}
        - {step: pause, type: wait, duration: 10ms, next: last}
        - {step: last, type: transform, data: {n: 3}, next: end}
        - {step: end}
      """;

  private static final Outcome DONE = new Outcome.Succeeded(Num.of(1), Verdict.NONE, List.of(), "");

  private final MemoryStore store = MemoryStore.shared(InstantSource.system());
  private final Engine first = engine();
  private final Engine second = engine();

  private Engine engine() {
    var playbooks = new Playbooks(store.catalog(), _ -> Optional.empty());
    return new Engine(store, playbooks, Settings.DEFAULT, InstantSource.system());
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    store.close();
  }

  private long start(Engine engine) throws InterruptedException {
    var parsed = (PlaybookParser.Valid) PlaybookParser.parse("shared.yaml", PLAYBOOK);
    var ready = engine.playbooks().register(parsed.playbook(), PLAYBOOK);
    return ((Engine.Done<Long>) engine.start(Order.of(ready, Fields.EMPTY, Merging.SHALLOW)))
        .value();
  }

  private static JobSource.Leased lease(JobSource source) throws InterruptedException {
    return source.lease("default", 1, Duration.ofSeconds(100)).getFirst();
  }

  private static Receipt report(JobSource source, JobSource.Leased leased)
      throws InterruptedException {
    return source.report(leased.job().id(), leased.job().fence(), DONE);
  }

  @Test
  void theWorkOfOneEngineIsDoneByTheOther() throws Exception {
    long execution = start(first);
    var there = second.localJobs();

    report(there, lease(there));
    report(there, lease(there));
    report(there, lease(there));

    assertThat(first.await(execution).phase()).isEqualTo(Phase.COMPLETED);
    assertThat(first.verify(execution)).isEmpty();
  }

  @Test
  void aFactThatOneEngineDidNotSeeIsNotLostOnIt() throws Exception {
    long execution = start(first);
    var here = first.jobs(new Holder("w", Duration.ofSeconds(30)));
    var there = second.jobs(new Holder("w", Duration.ofSeconds(30)));
    var a = lease(here);
    var b = lease(there);

    // Each engine learns from the store what the other has decided.
    assertThat(report(there, a)).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(here, b)).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(here, a)).isEqualTo(Receipt.ALREADY);
    var last = lease(there);
    assertThat(report(here, last)).isEqualTo(Receipt.ACCEPTED);

    assertThat(second.await(execution).phase()).isEqualTo(Phase.COMPLETED);
    assertThat(store.rows(execution, 0, 100))
        .extracting(EventRow::type)
        .filteredOn("step_completed"::equals)
        .hasSize(4);
    assertThat(second.verify(execution)).isEmpty();
  }

  @Test
  void thePausedJobsOfOneEngineAreToBeHadFromAnotherAfterTheResume() throws Exception {
    long execution = start(first);
    var here = first.jobs(new Holder("w", Duration.ofSeconds(30)));
    var there = second.jobs(new Holder("w", Duration.ofSeconds(30)));
    first.pause(execution);
    assertThat(here.lease("default", 2, Duration.ofMillis(1))).isEmpty();
    assertThat(there.lease("default", 2, Duration.ofMillis(1))).isEmpty();

    first.resume(execution);

    assertThat(report(there, lease(there))).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(there, lease(there))).isEqualTo(Receipt.ACCEPTED);
    assertThat(report(here, lease(here))).isEqualTo(Receipt.ACCEPTED);
    assertThat(second.await(execution).phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void anEngineCancelsWhatAnotherStarted() throws Exception {
    long execution = start(first);
    var there = second.jobs(new Holder("w", Duration.ofSeconds(30)));
    var a = lease(there);

    second.cancel(execution, "enough");

    assertThat(there.renew(List.of(new JobSource.Held(a.job().id(), a.job().fence()))))
        .containsExactly(a.job().id());
    report(there, a);
    assertThat(first.await(execution).phase()).isEqualTo(Phase.CANCELLED);
  }
}
