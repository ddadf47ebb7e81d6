package io.noetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import io.noetl.job.Failure;
import io.noetl.job.JobSource;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.PlaybookParser;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.store.OldExecutions;
import io.noetl.store.Pruner;
import io.noetl.store.Store;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.Server;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What prunes meets an engine at work.
@Timeout(120)
class PruningTest {
  private static final int OLD = 3_000;

  private static final String TWO_STEPS =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: test/two}
      workflow:
        - {step: start, next: a}
        - {step: a, type: transform, data: {n: 1}, next: b}
        - {step: b, type: transform, data: {n: 2, seen: "{{ a }}"}, next: end}
        - {step: end}
      """;

  private static final String PARENT =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: test/parent}
      workflow:
        - {step: start, next: child}
        - {step: child, type: playbook, path: test/two, next: after}
        - {step: after, type: transform, data: {seen: "{{ child }}"}, next: end}
        - {step: end}
      """;

  /// Stands beside its event.
  private static final Text LARGE = Text.of("x".repeat(100_000));

  private static final Outcome DONE = new Outcome.Succeeded(LARGE, Verdict.NONE, List.of(), "");

  private static final Outcome FAILED =
      new Outcome.Failed(Failure.error("wrong", "it went wrong"), Verdict.NONE, List.of(), "");

  @TempDir Path directory;

  /// An engine on a store, with a worker that the test plays itself.
  private static final class Stage implements AutoCloseable {
    final Store store;
    final Engine engine;
    final JobSource jobs;
    private final Playbooks playbooks;

    Stage(Store store) {
      this.store = store;
      playbooks = new Playbooks(store.catalog(), _ -> Optional.empty());
      engine = new Engine(store, playbooks, Settings.DEFAULT, InstantSource.system());
      jobs = engine.localJobs();
    }

    long start(String text) throws InterruptedException {
      var parsed = (PlaybookParser.Valid) PlaybookParser.parse("a.yaml", text);
      var ready = playbooks.register(parsed.playbook(), text);
      return ((Engine.Done<Long>) engine.start(Order.of(ready, Fields.EMPTY, Merging.SHALLOW)))
          .value();
    }

    void work(Outcome... outcomes) throws InterruptedException {
      for (var outcome : outcomes) {
        var leased = jobs.lease("*", 1, Duration.ofSeconds(100)).getFirst();
        jobs.report(leased.job().id(), leased.job().fence(), outcome);
      }
    }

    Pruner.Report prune() {
      return new Pruner(store, 100).prune(Instant.now().plusSeconds(3600));
    }

    @Override
    public void close() {
      engine.close();
      store.close();
    }
  }

  private static void theLivingGoOn(Store opened) throws Exception {
    OldExecutions.end(opened, 1, OLD + 1, 12);
    try (var stage = new Stage(opened)) {
      long first = stage.start(TWO_STEPS);
      var pruning =
          CompletableFuture.supplyAsync(
              () -> new Pruner(opened, 100).prune(Instant.now().minusSeconds(60)));
      List<Long> meanwhile = new ArrayList<>();
      while (!pruning.isDone()) {
        meanwhile.add(stage.start(TWO_STEPS));
        stage.work(DONE, DONE);
      }
      stage.work(DONE, DONE);

      assertThat(pruning.get().executions()).isEqualTo(OLD);
      assertThat(meanwhile).isNotEmpty();
      meanwhile.add(first);
      for (long execution : meanwhile) {
        assertThat(stage.engine.await(execution).phase()).isEqualTo(Phase.COMPLETED);
      }
      assertThat(stage.engine.verify(first)).isEmpty();
      assertThat(opened.executions().list(Long.MAX_VALUE, 2 * OLD))
          .extracting(ExecutionRow::execution)
          .containsExactlyInAnyOrderElementsOf(meanwhile);
    }
  }

  @Test
  void inTheEmbeddedStoreTheLivingGoOnWhileThousandsGo() throws Exception {
    theLivingGoOn(SqliteStore.open(directory));
  }

  @Test
  void inTheSharedStoreTheLivingGoOnWhileThousandsGo() throws Exception {
    theLivingGoOn(PostgresStore.open(Server.shared().fresh()));
  }

  /// The child ends, and its large result is its parent's, too.
  @Test
  void aParentThatGoesOnHasItsChildAndAllThatItNeedsOfIt() throws Exception {
    try (var stage = new Stage(SqliteStore.open(directory))) {
      stage.start(TWO_STEPS);
      stage.work(FAILED);
      long parent = stage.start(PARENT);
      stage.work(DONE, DONE);
      var next = stage.jobs.lease("*", 1, Duration.ofSeconds(100)).getFirst();
      long child = stage.store.executions().children(parent).getFirst().execution();
      assertThat(stage.engine.await(child).phase()).isEqualTo(Phase.COMPLETED);

      assertThat(stage.prune().executions()).isEqualTo(1);

      stage.jobs.report(next.job().id(), next.job().fence(), DONE);
      var ended = stage.engine.await(parent);
      assertThat(ended.phase()).isEqualTo(Phase.COMPLETED);
      assertThat(stage.engine.result(ended)).isEqualTo(LARGE);
      assertThat(stage.engine.verify(parent)).isEmpty();
      assertThat(stage.prune().executions()).isEqualTo(2);
      assertThat(stage.store.executions().list(Long.MAX_VALUE, 10)).isEmpty();
    }
  }

  /// It holds what it took over itself.
  @Test
  void aRetryNeedsNothingOfTheExecutionBeforeIt() throws Exception {
    try (var stage = new Stage(SqliteStore.open(directory))) {
      long before = stage.start(TWO_STEPS);
      stage.work(DONE, FAILED);
      assertThat(stage.engine.await(before).phase()).isEqualTo(Phase.FAILED);
      long retry = ((Engine.Done<Long>) stage.engine.retry(before, "")).value();

      assertThat(stage.prune().executions()).isEqualTo(1);

      assertThat(stage.store.executions().find(before)).isEmpty();
      stage.work(DONE);
      var ended = stage.engine.await(retry);
      assertThat(ended.phase()).isEqualTo(Phase.COMPLETED);
      assertThat(stage.engine.result(ended)).isEqualTo(LARGE);
    }
    try (var anew = new Stage(SqliteStore.open(directory))) {
      long retry = anew.store.executions().list(Long.MAX_VALUE, 1).getFirst().execution();
      assertThat(anew.engine.verify(retry)).isEmpty();
      assertThat(anew.engine.retry(retry, "b")).isInstanceOf(Engine.Done.class);
      assertThat(anew.store.rows(retry, 0, 1))
          .extracting(EventRow::meta)
          .first()
          .asString()
          .contains("takeover/a")
          .doesNotContain("\"execution\"");
    }
  }

  @Test
  void whatWasPrunedIsUnknownToTheEngineToo() throws Exception {
    try (var stage = new Stage(SqliteStore.open(directory))) {
      long execution = stage.start(TWO_STEPS);
      stage.work(DONE, DONE);
      stage.engine.await(execution);
      stage.prune();

      for (var answer :
          List.of(stage.engine.retry(execution, ""), stage.engine.cancel(execution, ""))) {
        assertThat(answer)
            .isEqualTo(new Engine.Refused<Long>(new Refusal.UnknownExecution(execution)));
      }
    }
  }
}
