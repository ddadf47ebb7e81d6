package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.noetl.broker.Command;
import io.noetl.broker.Phase;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource.Held;
import io.noetl.store.JobQueue.Depth;
import io.noetl.store.JobQueue.Filter;
import io.noetl.store.QueuedJob.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// How jobs are given out and taken back.
interface ClaimContract {
  Duration LONG = Duration.ofHours(1);
  Duration SHORT = Duration.ofMillis(1);
  Holder WORKER = new Holder("worker-1", LONG);

  Store store();

  private List<QueuedJob> claim(int max) {
    return store().queue().claim(Appends.OWNER, Job.POOL_DEFAULT, max, WORKER);
  }

  private static List<String> names(List<QueuedJob> jobs) {
    return jobs.stream().map(it -> it.job().id().name()).toList();
  }

  @Test
  default void aClaimedJobIsLeasedToTheHolderWithANewFence() {
    Appends.start(1).queued("a").to(store());
    var before = store().now();

    var claimed = claim(10).getFirst();

    assertThat(claimed.job()).isEqualTo(Appends.job(1, "a").leased());
    assertThat(claimed.status()).isEqualTo(Status.LEASED);
    assertThat(claimed.owner()).isEqualTo("worker-1");
    assertThat(claimed.leaseUntil()).isBetween(before.plus(LONG), store().now().plus(LONG));
    assertThat(store().job(1, "a")).contains(claimed);
    assertThat(claim(10)).isEmpty();
  }

  @Test
  default void aLeaseOfAnEngineHasNoEnd() {
    Appends.start(1).queued("a").to(store());
    var me = Holder.engine(Appends.OWNER);

    var claimed = store().queue().claim(Appends.OWNER, Job.POOL_DEFAULT, 1, me);

    assertThat(claimed).extracting(QueuedJob::leaseUntil).containsExactly(Instant.EPOCH);
  }

  @Test
  default void theUrgentComeFirstThenThoseThatHaveWaitedLongest() {
    Appends.start(1)
        .with(new Command.RunJob(Appends.job(1, "usual", "default", 5), false))
        .with(new Command.RunJob(Appends.job(1, "urgent", "default", 9), false))
        .with(new Command.RunJob(Appends.job(1, "another", "default", 5), false))
        .to(store());
    Appends.after(1, 1).events(1).queued("later").to(store());

    assertThat(names(claim(2))).containsExactly("urgent", "usual");
    assertThat(names(claim(5))).containsExactly("another", "later");
  }

  @Test
  default void eachPoolHasItsOwn() {
    Appends.start(1)
        .with(new Command.RunJob(Appends.job(1, "a", "gpu", 5), false))
        .queued("b")
        .to(store());

    assertThat(names(claim(5))).containsExactly("b");
    assertThat(names(store().queue().claim(Appends.OWNER, "gpu", 5, WORKER))).containsExactly("a");
    assertThat(store().queue().claim(Appends.OWNER, "none", 5, WORKER)).isEmpty();
  }

  @Test
  default void aHeldJobIsClaimedOnceItIsDue() {
    Appends.start(1).leased("due").leased("later").to(store());
    Appends.after(1, 1)
        .events(1)
        .with(new Command.HoldJob("due", 2, Appends.at(1)))
        .with(new Command.HoldJob("later", 2, store().now().plus(LONG)))
        .to(store());

    assertThat(claim(5))
        .singleElement()
        .returns("due", it -> it.job().id().name())
        .returns(2, it -> it.job().attempt())
        .returns(2L, it -> it.job().fence());
  }

  @Test
  default void nothingIsClaimedFromAPausedExecution() {
    Appends.start(1).queued("a").to(store());
    Appends.after(1, 1).events(1).in(Phase.PAUSED).to(store());
    assertThat(claim(5)).isEmpty();

    Appends.after(1, 2).events(1).to(store());

    assertThat(claim(5)).hasSize(1);
  }

  @Test
  default void onlyASharedStoreGivesOutTheJobsOfOthers() {
    Appends.start(1).queued("a").to(store());

    assertThat(store().queue().claim("engine-2", Job.POOL_DEFAULT, 5, WORKER))
        .hasSize(store().isShared() ? 1 : 0);
  }

  @Test
  default void manyWhoClaimAtOnceGetEachJobOnce() throws Exception {
    int jobs = 100;
    for (int execution = 1; execution <= 10; execution++) {
      var append = Appends.start(execution);
      for (int i = 0; i < jobs / 10; i++) {
        append = append.queued("job" + i);
      }
      append.to(store());
    }
    Callable<List<JobId>> claiming =
        () -> {
          List<JobId> mine = new ArrayList<>();
          for (var some = claim(3); !some.isEmpty(); some = claim(3)) {
            some.forEach(it -> mine.add(it.job().id()));
          }
          return mine;
        };

    List<JobId> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(8, claiming))) {
        all.addAll(done.get());
      }
    }
    // Whoever asks while others are at work may go away empty-handed; nobody is left out for good.
    claim(jobs).forEach(it -> all.add(it.job().id()));

    assertThat(all).hasSize(jobs).doesNotHaveDuplicates();
  }

  @Test
  default void aReleasedJobIsClaimedAgain() {
    Appends.start(1).queued("a").to(store());
    var job = claim(1).getFirst().job();

    assertThat(store().queue().release(job.id(), 1, Instant.EPOCH)).isTrue();

    assertThat(store().job(1, "a")).contains(new QueuedJob(job, Status.QUEUED, "", Instant.EPOCH));
    assertThat(store().queue().release(job.id(), 1, Instant.EPOCH)).isFalse();
    assertThat(claim(1)).extracting(it -> it.job().fence()).containsExactly(2L);
  }

  @Test
  default void aJobCanBeReleasedForLater() {
    Appends.start(1).queued("a").to(store());
    var job = claim(1).getFirst().job();
    var due = Micros.cut(store().now().plus(LONG));

    assertThat(store().queue().release(job.id(), 1, due)).isTrue();

    assertThat(store().job(1, "a")).contains(new QueuedJob(job, Status.HELD, "", due));
    assertThat(claim(1)).isEmpty();
  }

  @Test
  default void onlyWhoHoldsAJobReleasesIt() {
    Appends.start(1).leased("a").leased("stopping").to(store());
    Appends.after(1, 1).events(1).with(new Command.StopJob("stopping")).to(store());
    var queue = store().queue();

    assertThat(queue.release(new JobId(1, "a"), 2, Instant.EPOCH)).isFalse();
    assertThat(queue.release(new JobId(1, "gone"), 1, Instant.EPOCH)).isFalse();
    assertThat(queue.release(new JobId(2, "a"), 1, Instant.EPOCH)).isFalse();
    assertThat(queue.release(new JobId(1, "stopping"), 1, Instant.EPOCH)).isFalse();

    assertThat(store().job(1, "a")).map(QueuedJob::status).contains(Status.LEASED);
    assertThat(store().job(1, "stopping")).map(QueuedJob::status).contains(Status.STOPPING);
  }

  @Test
  default void aDecisionLeasesToItsHolder() {
    Appends.start(1).heldBy(WORKER).leased("born").queued("taken").to(store());
    var before = store().now();

    Appends.after(1, 1).events(1).heldBy(WORKER).with(new Command.LeaseJob("taken")).to(store());

    for (var job : store().jobs(1)) {
      assertThat(job.status()).isEqualTo(Status.LEASED);
      assertThat(job.owner()).isEqualTo("worker-1");
      assertThat(job.leaseUntil())
          .isBetween(before.minusSeconds(60).plus(LONG), store().now().plus(LONG));
    }
  }

  @Test
  default void aLeaseThatEndedIsTakenBack() {
    Appends.start(1).queued("a").to(store());
    var me = store().engines().enter();
    var owner = store().isShared() ? me : Appends.OWNER;
    store().queue().claim(owner, Job.POOL_DEFAULT, 1, new Holder("worker-1", SHORT));

    var again = Patience.until(() -> store().queue().reclaim(owner, 5), it -> !it.isEmpty());

    assertThat(again)
        .singleElement()
        .returns(Status.LEASED, QueuedJob::status)
        .returns(owner, QueuedJob::owner)
        .returns(Instant.EPOCH, QueuedJob::leaseUntil)
        .returns(2L, it -> it.job().fence())
        .returns(1, it -> it.job().deliveries());
    assertThat(store().jobs(1)).isEqualTo(again);
  }

  @Test
  default void aJobOfAnEngineThatIsGoneIsTakenBackAndStillBeingStopped() {
    var me = store().engines().enter();
    Appends.start(1)
        .ownedBy(me)
        .heldBy(Holder.engine("long-gone"))
        .leased("a")
        .leased("b")
        .queued("c")
        .to(store());
    Appends.after(1, 1).events(1).with(new Command.StopJob("a")).to(store());

    var again = store().queue().reclaim(me, 5);

    assertThat(again).extracting(QueuedJob::owner).containsOnly(me);
    assertThat(again)
        .extracting(it -> it.job().id().name(), QueuedJob::status)
        .containsExactlyInAnyOrder(tuple("a", Status.STOPPING), tuple("b", Status.LEASED));
    assertThat(store().queue().reclaim(me, 5)).isEmpty();
  }

  @Test
  default void whatIsStillHeldIsNotTakenBack() {
    var me = store().engines().enter();
    Appends.start(1).ownedBy(me).leased("mine").queued("remote").queued("waiting").to(store());
    store().queue().claim(me, Job.POOL_DEFAULT, 1, WORKER);

    assertThat(store().queue().reclaim(me, 5)).isEmpty();
  }

  @Test
  default void noMoreIsTakenBackThanAskedFor() {
    var me = store().engines().enter();
    Appends.start(1)
        .ownedBy(me)
        .heldBy(Holder.engine("long-gone"))
        .leased("a")
        .leased("b")
        .leased("c")
        .to(store());

    assertThat(store().queue().reclaim(me, 2)).hasSize(2);
    assertThat(store().queue().reclaim(me, 2)).hasSize(1);
  }

  @Test
  default void renewingTellsWhatToStop() {
    Appends.start(1).heldBy(WORKER).leased("kept").leased("stopping").leased("taken").to(store());
    Appends.after(1, 1).events(1).with(new Command.StopJob("stopping")).to(store());
    store().lease(1, "taken", "another", LONG);
    var held = List.of(held("kept"), held("stopping"), held("taken"), held("gone"));
    var before = store().now();

    var stop = store().queue().renew("worker-1", held, LONG.multipliedBy(2));

    assertThat(stop).extracting(JobId::name).containsExactlyInAnyOrder("stopping", "taken", "gone");
    assertThat(store().job(1, "kept").orElseThrow().leaseUntil())
        .isAfterOrEqualTo(before.plus(LONG.multipliedBy(2)));
    assertThat(store().job(1, "taken").orElseThrow().leaseUntil())
        .isBefore(before.plus(LONG.multipliedBy(2)));
    assertThat(store().queue().renew("somebody", List.of(held("kept")), LONG)).hasSize(1);
    assertThat(store().queue().renew("worker-1", List.of(), LONG)).isEmpty();
  }

  private static Held held(String name) {
    return new Held(new JobId(1, name), 1);
  }

  @Test
  default void aHolderLearnsWhatIsBeingStopped() {
    Appends.start(1).heldBy(WORKER).leased("a").leased("b").to(store());
    Appends.start(2).leased("c").to(store());
    Appends.after(1, 1).events(1).with(new Command.StopJob("b")).to(store());
    Appends.after(2, 1).events(1).with(new Command.StopJob("c")).to(store());

    assertThat(store().queue().stopping("worker-1")).containsExactly(held("b"));
    assertThat(store().queue().stopping("worker-2")).isEmpty();
  }

  @Test
  default void theListShowsThoseWaitingLongestFirst() {
    Appends.start(1).leased("working").queued("first").to(store());
    Appends.after(1, 1)
        .events(1)
        .with(new Command.RunJob(Appends.job(1, "second", "gpu", 9), false))
        .to(store());

    var queue = store().queue();
    assertThat(names(queue.list(Filter.ALL, 10))).containsExactly("first", "second", "working");
    assertThat(names(queue.list(Filter.ALL, 1))).containsExactly("first");
    assertThat(names(queue.list(new Filter("gpu", "", "", 0), 10))).containsExactly("second");
    assertThat(names(queue.list(new Filter("", "queued", "", 0), 10)))
        .containsExactly("first", "second");
    assertThat(names(queue.list(new Filter("", "LEASED", Appends.OWNER, 1), 10)))
        .containsExactly("working");
    assertThat(queue.list(new Filter("", "", "", 2), 10)).isEmpty();
  }

  @Test
  default void holdersAreTheBusierTheMoreTheyHold() {
    assertThat(store().queue().busy()).isEmpty();
    var remote = new Holder("worker-7", Duration.ofHours(1));
    Appends.start(1).leased("a").leased("b").queued("waits").to(store());
    Appends.after(1, 1).leased("c").heldBy(remote).to(store());
    Appends.start(2).leased("d").heldBy(remote).to(store());
    Appends.after(2, 1).with(new Command.StopJob("d")).to(store());

    assertThat(store().queue().busy())
        .containsExactlyInAnyOrderEntriesOf(Map.of(Appends.OWNER, 2L, "worker-7", 2L));
  }

  @Test
  default void depthsTellWhatWaitsAndSinceWhen() {
    assertThat(store().queue().depths()).isEmpty();
    Appends.start(1).leased("working").queued("first").queued("taken").to(store());
    Appends.after(1, 1)
        .events(2)
        .queued("later")
        .with(new Command.LeaseJob("taken"))
        .with(new Command.RunJob(Appends.job(1, "gpu", "gpu", 5), true))
        .to(store());

    assertThat(store().queue().depths())
        .containsExactly(
            new Depth("default", 2, 2, Appends.at(1)), new Depth("gpu", 0, 1, Instant.EPOCH));

    Appends.after(1, 3).events(1).in(Phase.PAUSED).to(store());
    assertThat(store().queue().depths()).extracting(Depth::waiting).containsExactly(0L, 0L);
  }
}
