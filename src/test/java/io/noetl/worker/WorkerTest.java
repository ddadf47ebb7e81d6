package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Checkpoint;
import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.tool.Await;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private final Source source = new Source();
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Bench bench =
      new Bench(
          Bench.tool(
              "stuck",
              (_, _) -> {
                begun.incrementAndGet();
                never.await();
                return Null.NULL;
              }),
          Bench.tool(
              "gated",
              (_, _) -> {
                begun.incrementAndGet();
                most.accumulateAndGet(busy.incrementAndGet(), Math::max);
                try {
                  gate.await();
                } finally {
                  busy.decrementAndGet();
                }
                return Null.NULL;
              }));

  @AfterEach
  void end() {
    bench.close();
  }

  private Worker start(int slots, Duration renewal, Duration grace) {
    var settings = new Worker.Settings("default", slots, Duration.ofMillis(50), renewal, grace);
    var worker = new Worker(source, bench.runner, settings);
    worker.start();
    return worker;
  }

  private Worker start(int slots) {
    return start(slots, Duration.ofMillis(20), Duration.ofSeconds(30));
  }

  @Test
  void itReportsEachJobOnceUnderItsFence() {
    try (var _ = start(4)) {
      for (int i = 0; i < 200; i++) {
        source.offer(Jobs.transform("{\"i\": %d}".formatted(i)).named("job" + i));
      }
      Await.until("all are reported", () -> source.outcomes.size() == 200);
    }

    assertThat(source.reports).hasValue(200);
    assertThat(source.result("job7")).isEqualTo("{\"i\":7}");
  }

  @Test
  void itTakesNoMoreJobsThanItHasSlots() {
    try (var _ = start(3)) {
      for (int i = 0; i < 10; i++) {
        source.offer(Jobs.of("gated").named("job" + i));
      }
      Await.until("the slots are full", () -> begun.get() == 3);
      assertThat(source.largestRequest()).isLessThanOrEqualTo(3);
      gate.countDown();
      Await.until("all are reported", () -> source.outcomes.size() == 10);
    }

    assertThat(most).hasValue(3);
  }

  @Test
  void aCancelledJobIsStoppedAtOnce() {
    try (var _ = start(2)) {
      source.offer(Jobs.of("stuck").named("a"));
      Await.until("it runs", () -> begun.get() == 1);
      source.cancel("a");
      Await.until("it is reported", () -> source.outcomes.containsKey("a"));
    }

    assertThat(source.failure("a").kind()).isEqualTo(Failure.Kind.CANCELLED);
  }

  @Test
  void aJobThatTheRenewalNamesIsStopped() {
    try (var _ = start(2)) {
      source.offer(Jobs.of("stuck").named("a"));
      source.lost.add("a");
      Await.until("it has ended", () -> source.reports.get() > 0);
    }

    assertThat(source.outcomes).isEmpty();
  }

  @Test
  void leasesAreRenewedWhileJobsRun() {
    try (var _ = start(2)) {
      source.offer(Jobs.of("gated").named("a"));
      Await.until("it is renewed", () -> source.renewals.getOrDefault("a", 0) >= 3);
      gate.countDown();
    }
  }

  @Test
  void anOutcomeIsReportedUntilItIsTaken() {
    source.unavailable.set(3);
    try (var _ = start(1)) {
      source.offer(Jobs.transform("{\"x\": 1}").named("a"));
      Await.until("it is taken", () -> source.outcomes.containsKey("a"));
    }

    assertThat(source.reports).hasValue(4);
    assertThat(source.result("a")).isEqualTo("{\"x\":1}");
  }

  @Test
  void anOutcomeThatCannotBeStoredIsReplacedByAFailure() {
    source.indigestible.add("a");
    try (var _ = start(1)) {
      source.offer(Jobs.transform("{\"x\": 1}").named("a"));
      Await.until("it is taken", () -> source.outcomes.containsKey("a"));
    }

    assertThat(source.failure("a").message())
        .isEqualTo("the outcome could not be reported: indigestible");
  }

  @Test
  void closingWaitsForWhatRuns() {
    var worker = start(2);
    source.offer(Jobs.of("gated").named("a"));
    Await.until("it runs", () -> begun.get() == 1);
    var closing = Thread.ofVirtual().start(worker::close);
    gate.countDown();
    Await.until("it is closed", () -> !closing.isAlive());

    assertThat(source.outcomes).containsKey("a");
  }

  @Test
  void afterTheGraceJobsAreEndedWithoutAReport() {
    var worker = start(2, Duration.ofMillis(20), Duration.ZERO);
    source.offer(Jobs.of("stuck").named("a"));
    Await.until("it runs", () -> begun.get() == 1);

    worker.close();

    assertThat(source.reports).hasValue(0);
  }

  @Test
  void anIteratorStreamsItsNewsBeforeItIsReported() {
    int count = 2000;
    Value[] items = IntStream.range(0, count).mapToObj(Num::of).toArray(Value[]::new);
    var config = Fields.builder().put("collection", Items.of(items)).put("mode", "async").build();
    try (var _ = start(2)) {
      source.offer(
          Jobs.iterator(Json.write(config), "{\"tool\": \"transform\", \"inputs\": {\"n\": 1}}")
              .named("loop"));
      Await.until("it is reported", () -> source.outcomes.containsKey("loop"));
    }

    assertThat(source.totals).containsOnly(count);
    assertThat(source.iterations).hasSize(count);
    assertThat(source.batches.get()).isBetween(2, count / 10);
    assertThat(source.newsAfterTheEnd).hasValue(0);
  }

  @Test
  void newsComeWhileAnIterationStillRuns() {
    try (var _ = start(2)) {
      source.offer(Jobs.iterator("{\"collection\": [1]}", "{\"tool\": \"gated\"}").named("loop"));
      Await.until("it is known to have begun", () -> source.startedIterations.get() == 1);
      gate.countDown();
      Await.until("it is reported", () -> source.outcomes.containsKey("loop"));
    }
  }

  @Test
  void anIteratorGoesOnWhereAnEarlierDeliveryEnded() {
    var finished =
        IntStream.range(0, 5)
            .mapToObj(i -> new Iteration(i, Num.of(i), Num.of(-i), "", List.of(), 1))
            .toList();
    try (var _ = start(2)) {
      source.offer(
          Jobs.iterator(
                  "{\"collection\": [0, 1, 2, 3, 4, 5, 6]}",
                  "{\"tool\": \"transform\", \"dynamic\": \"{{ item }}\"}")
              .named("loop"),
          new Checkpoint(finished));
      Await.until("it is reported", () -> source.outcomes.containsKey("loop"));
    }

    assertThat(source.result("loop")).isEqualTo("[0,-1,-2,-3,-4,5,6]");
    assertThat(source.iterations).hasSize(2);
  }

  @Test
  void anIteratorWhoseJobIsLostStops() {
    source.lostToProgress.add("loop");
    try (var _ = start(2)) {
      source.offer(
          Jobs.iterator("{\"collection\": [1, 2]}", "{\"tool\": \"stuck\"}").named("loop"));
      Await.until("it has ended", () -> source.reports.get() > 0);
    }

    assertThat(begun).hasValue(1);
  }

  /// A source in memory: each job is leased once, under fence 1.
  private static final class Source implements JobSource {
    private final LinkedBlockingQueue<Leased> queue = new LinkedBlockingQueue<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Integer> renewals = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Set<String> lostToProgress = ConcurrentHashMap.newKeySet();
    private final Set<String> indigestible = ConcurrentHashMap.newKeySet();
    private final Set<Integer> iterations = ConcurrentHashMap.newKeySet();
    private final Set<Integer> totals = ConcurrentHashMap.newKeySet();
    private final Set<Integer> requests = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger startedIterations = new AtomicInteger();
    private final AtomicInteger newsAfterTheEnd = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private volatile Consumer<JobId> listener = _ -> {};

    void offer(Jobs jobs) {
      offer(jobs, Checkpoint.NONE);
    }

    void offer(Jobs jobs, Checkpoint checkpoint) {
      queue.add(new Leased(jobs.job(), checkpoint));
    }

    void cancel(String name) {
      listener.accept(new JobId(7, name));
    }

    int largestRequest() {
      return requests.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    String result(String name) {
      return outcomes.get(name) instanceof Outcome.Succeeded(var result, _, _, _)
          ? Json.write(result)
          : String.valueOf(outcomes.get(name));
    }

    Failure failure(String name) {
      return outcomes.get(name) instanceof Outcome.Failed(var failure, _, _, _)
          ? failure
          : Failure.error("none", "it did not fail");
    }

    @Override
    public List<Leased> lease(String pool, int max, Duration patience) throws InterruptedException {
      assertThat(pool).isEqualTo(Job.POOL_DEFAULT);
      requests.add(max);
      var first = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (first == null) {
        return List.of();
      }
      var jobs = new ArrayList<>(List.of(first));
      queue.drainTo(jobs, max - 1);
      return jobs;
    }

    @Override
    public Receipt progress(JobId job, long fence, Progress progress) {
      batches.incrementAndGet();
      startedIterations.addAndGet(progress.started().size());
      totals.add(progress.total());
      progress.ended().forEach(each -> iterations.add(each.index()));
      if (outcomes.containsKey(job.name())) {
        newsAfterTheEnd.incrementAndGet();
      }
      return lostToProgress.contains(job.name()) ? Receipt.STALE : Receipt.ACCEPTED;
    }

    @Override
    public Receipt report(JobId job, long fence, Outcome outcome) {
      reports.incrementAndGet();
      if (unavailable.getAndDecrement() > 0) {
        throw new UnsupportedOperationException("no store today");
      }
      if (indigestible.remove(job.name())) {
        throw new IllegalArgumentException("indigestible");
      }
      if (lost.contains(job.name()) || lostToProgress.contains(job.name()) || fence != 1) {
        return Receipt.STALE;
      }
      return outcomes.putIfAbsent(job.name(), outcome) == null ? Receipt.ACCEPTED : Receipt.ALREADY;
    }

    @Override
    public List<JobId> renew(List<Held> held) {
      held.forEach(each -> renewals.merge(each.job().name(), 1, Integer::sum));
      return held.stream().map(Held::job).filter(job -> lost.contains(job.name())).toList();
    }

    @Override
    public void onStop(Consumer<JobId> newListener) {
      listener = newListener;
    }
  }
}
