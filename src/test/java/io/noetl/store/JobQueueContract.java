package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Phase;
import io.noetl.job.Job;
import io.noetl.store.QueuedJob.Status;
import io.noetl.value.Num;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a store does with jobs.
interface JobQueueContract {
  Store store();

  @Test
  default void aJobComesBackAsItWas() {
    var job = Appends.job(1, "step#2");

    Appends.start(1).with(new Command.RunJob(job, false)).to(store());

    assertThat(store().job(1, "step#2"))
        .contains(new QueuedJob(job, Status.QUEUED, "", Instant.EPOCH));
    assertThat(store().job(1, "step")).isEmpty();
    assertThat(store().job(2, "step#2")).isEmpty();
  }

  @Test
  default void aJobBornLeasedBelongsToTheOwnerWithTheFirstFence() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());

    var queued = store().job(1, "a").orElseThrow();

    assertThat(queued.status()).isEqualTo(Status.LEASED);
    assertThat(queued.owner()).isEqualTo(Appends.OWNER);
    assertThat(queued.job().fence()).isEqualTo(1);
    assertThat(queued.job().deliveries()).isZero();
    assertThat(queued.leaseUntil()).isEqualTo(Instant.EPOCH);
  }

  @Test
  default void aQueuedJobIsTakenWithANewFence() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), false)).to(store());

    Appends.after(1, 1).events(1).with(new Command.LeaseJob("a")).to(store());

    var queued = store().job(1, "a").orElseThrow();
    assertThat(queued.status()).isEqualTo(Status.LEASED);
    assertThat(queued.owner()).isEqualTo(Appends.OWNER);
    assertThat(queued.job().fence()).isEqualTo(1);
    assertThat(queued.job().deliveries()).isZero();
  }

  @Test
  default void jobsComeInTheOrderOfTheirBirth() {
    Appends.start(1)
        .with(new Command.RunJob(Appends.job(1, "z"), true))
        .with(new Command.RunJob(Appends.job(1, "b"), false))
        .to(store());
    Appends.after(1, 1).events(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    Appends.after(1, 2).events(1).with(new Command.LeaseJob("b")).to(store());

    assertThat(names()).containsExactly("z", "b", "a");
  }

  private List<String> names() {
    return store().jobs(1).stream().map(QueuedJob::job).map(job -> job.id().name()).toList();
  }

  @Test
  default void aHeldJobWaitsForItsNextAttempt() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    store().lease(1, "a", "engine-2", Duration.ofSeconds(30));

    Appends.after(1, 1).events(1).with(new Command.HoldJob("a", 2, Appends.at(77))).to(store());

    var held = store().job(1, "a").orElseThrow();
    assertThat(held.status()).isEqualTo(Status.HELD);
    assertThat(held.owner()).isEmpty();
    assertThat(held.leaseUntil()).isEqualTo(Appends.at(77));
    assertThat(held.job().attempt()).isEqualTo(2);
    assertThat(held.job().deliveries()).isZero();
    assertThat(held.job().fence()).isEqualTo(2);
  }

  @Test
  default void aHeldJobIsTakenLikeAnyOther() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    Appends.after(1, 1).events(1).with(new Command.HoldJob("a", 2, Appends.at(77))).to(store());

    Appends.after(1, 2).events(1).with(new Command.LeaseJob("a")).to(store());

    var taken = store().job(1, "a").orElseThrow();
    assertThat(taken.status()).isEqualTo(Status.LEASED);
    assertThat(taken.leaseUntil()).isEqualTo(Instant.EPOCH);
    assertThat(taken.job().fence()).isEqualTo(2);
    assertThat(taken.job().attempt()).isEqualTo(2);
  }

  @Test
  default void onlyALeasedJobCanBeStopped() {
    Appends.start(1)
        .with(new Command.RunJob(Appends.job(1, "leased"), true))
        .with(new Command.RunJob(Appends.job(1, "queued"), false))
        .to(store());

    Appends.after(1, 1)
        .events(1)
        .with(new Command.StopJob("leased"))
        .with(new Command.StopJob("queued"))
        .with(new Command.StopJob("gone"))
        .to(store());

    assertThat(store().job(1, "leased").orElseThrow())
        .returns(Status.STOPPING, QueuedJob::status)
        .returns(Appends.OWNER, QueuedJob::owner);
    assertThat(store().job(1, "queued").orElseThrow().status()).isEqualTo(Status.QUEUED);
  }

  @Test
  default void aLeaseAnewRaisesFenceAndDeliveries() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    var before = store().now();

    var leased = store().lease(1, "a", "engine-2", Duration.ofSeconds(30));

    assertThat(leased.job().fence()).isEqualTo(2);
    assertThat(leased.job().deliveries()).isEqualTo(1);
    assertThat(leased.owner()).isEqualTo("engine-2");
    assertThat(leased.status()).isEqualTo(Status.LEASED);
    assertThat(leased.leaseUntil())
        .isBetween(before.plusSeconds(30), store().now().plusSeconds(30));
    assertThat(store().job(1, "a")).contains(leased);
    assertThat(store().lease(1, "a", "engine-2", Duration.ofSeconds(30)).job())
        .returns(3L, Job::fence)
        .returns(2, Job::deliveries);
  }

  @Test
  default void aJobThatWasBeingStoppedStillIsAfterANewLease() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    Appends.after(1, 1).events(1).with(new Command.StopJob("a")).to(store());

    var leased = store().lease(1, "a", "engine-2", Duration.ofSeconds(30));

    assertThat(leased.status()).isEqualTo(Status.STOPPING);
  }

  @Test
  default void aJobThatIsGoneCannotBeLeased() {
    Appends.start(1).to(store());

    assertThatThrownBy(() -> store().lease(1, "gone", "engine-2", Duration.ofSeconds(30)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void aReportUnderTheLeaseIsTaken() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());

    Appends.after(1, 1).events(1).guardedBy("a", 1).with(new Command.EndJob("a")).to(store());

    assertThat(store().jobs(1)).isEmpty();
  }

  @Test
  default void aReportUnderAnOldLeaseIsStaleAndChangesNothing() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    store().lease(1, "a", "engine-2", Duration.ofSeconds(30));

    var report = Appends.after(1, 1).events(1).guardedBy("a", 1).with(new Command.EndJob("a"));

    assertThat(report.answer(store())).isEqualTo(new Append.Stale());
    assertThat(store().read(1, 0, 10)).hasSize(1);
    assertThat(names()).containsExactly("a");
  }

  @Test
  default void aReportOfAJobThatIsGoneIsStale() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    var report = Appends.after(1, 1).events(1).guardedBy("a", 1).with(new Command.EndJob("a"));
    report.to(store());

    assertThat(report.answer(store())).isEqualTo(new Append.Stale());
    assertThat(Appends.start(2).guardedBy("a", 1).answer(store())).isEqualTo(new Append.Stale());
  }

  @Test
  default void aReportUnderTheLeaseThatARivalOvertookIsAConflict() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    Appends.after(1, 1).events(1).to(store());

    assertThat(Appends.after(1, 1).events(1).guardedBy("a", 1).answer(store()))
        .isEqualTo(new Append.Conflict());
  }

  @Test
  default void aReportCanEndTheExecution() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    var end = Appends.after(1, 1).events(1).guardedBy("a", 1).in(Phase.COMPLETED);

    assertThat(end.guardedBy("a", 2).answer(store())).isEqualTo(new Append.Stale());
    end.to(store());

    assertThat(store().executions().find(1).orElseThrow().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  default void commandsForAJobThatIsGoneDoNothing() {
    Appends.start(1)
        .with(new Command.LeaseJob("gone"))
        .with(new Command.HoldJob("gone", 2, Appends.at(1)))
        .with(new Command.StopJob("gone"))
        .with(new Command.EndJob("gone"))
        .to(store());

    assertThat(store().jobs(1)).isEmpty();
  }

  @Test
  default void theSameJobTwiceIsABugAndHarmsNobodyElse() {
    Appends.start(1).with(new Command.RunJob(Appends.job(1, "a"), true)).to(store());
    var again = Appends.after(1, 1).events(1).with(new Command.RunJob(Appends.job(1, "a"), true));

    assertThatThrownBy(() -> again.answer(store())).isInstanceOf(IllegalStateException.class);

    Appends.start(2).to(store());
    assertThat(store().read(2, 0, 10)).hasSize(1);
  }

  @Test
  default void checkpointsComeInTheOrderOfTheirNumbersAndGoWithTheJob() {
    Appends.start(1)
        .with(new Command.RunJob(Appends.job(1, "a"), true))
        .with(new Command.RunJob(Appends.job(1, "a/save/1"), true))
        .with(new Command.RunJob(Appends.job(1, "ab"), true))
        .to(store());
    Appends.after(1, 1)
        .payload("checkpoint/a/10", Num.of(10))
        .payload("checkpoint/a/9", Num.of(9))
        .payload("checkpoint/a/save/1/1", Num.of(1))
        .payload("checkpoint/ab/1", Num.of(2))
        .payload("result/a", Num.of(3))
        .to(store());
    assertThat(store().checkpoints(1, "a")).containsExactly(Num.of(9), Num.of(10));

    Appends.after(1, 1).events(1).with(new Command.EndJob("a")).to(store());

    assertThat(store().checkpoints(1, "a")).isEmpty();
    assertThat(store().checkpoints(1, "a/save/1")).containsExactly(Num.of(1));
    assertThat(store().checkpoints(1, "ab")).containsExactly(Num.of(2));
    assertThat(store().payload(new Content.Stored(1, "result/a", 1))).isEqualTo(Num.of(3));
  }
}
