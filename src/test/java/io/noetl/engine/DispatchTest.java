package io.noetl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Call;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Holder;
import io.noetl.value.Fields;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchTest {
  private static final JobId ID = new JobId(1, "step");
  private static final Holder LOCAL = Holder.engine("engine");
  private static final Holder REMOTE = new Holder("worker", Duration.ofSeconds(30));

  private final Dispatch dispatch = new Dispatch(true, "engine");

  private static Job underFence(long fence) {
    var call =
        new Call(
            "transform",
            Fields.EMPTY,
            Fields.EMPTY,
            "",
            List.of(),
            Fields.EMPTY,
            Fields.EMPTY,
            Fields.EMPTY,
            0);
    return new Job(ID, "step", 1, 1, 1, fence, 0, "default", 0, call);
  }

  @Test
  void whoBeganTooLateTakesNothingFromWhoHasIt() {
    dispatch.begun(underFence(2), LOCAL);
    dispatch.begun(underFence(1), REMOTE);

    dispatch.lost(ID, 1);

    assertThat(dispatch.running(ID).orElseThrow().holder()).isEqualTo(LOCAL);
  }

  @Test
  void aLaterLeaseTakesTheJobOver() {
    dispatch.begun(underFence(1), REMOTE);
    dispatch.begun(underFence(2), LOCAL);

    assertThat(dispatch.running(ID).orElseThrow().holder()).isEqualTo(LOCAL);
  }

  @Test
  void whatIsLostIsNobodys() {
    dispatch.begun(underFence(2), LOCAL);

    dispatch.lost(ID, 2);

    assertThat(dispatch.running(ID)).isEmpty();
  }

  private void asks(Holder worker, int max) throws InterruptedException {
    var quiet = dispatch.take("default", max, worker, 0); // The store's queue is to be looked at.
    assertThat(quiet).isNotInstanceOf(Dispatch.Ready.class);
  }

  @Test
  void jobsAreBornForTheOwnWorkerWhileItHasSlots() throws Exception {
    asks(LOCAL, 2);

    var first = dispatch.claim(null);
    dispatch.settle(first, 2);

    assertThat(first.slots()).isEqualTo(2);
    assertThat(dispatch.claim(null).slots()).isZero();
  }

  @Test
  void whatADecisionDoesNotUseIsThereForTheNext() throws Exception {
    asks(LOCAL, 3);

    var first = dispatch.claim(null);
    dispatch.settle(first, 1);

    assertThat(dispatch.claim(null).slots()).isEqualTo(2);
  }

  @Test
  void aReportMakesRoomForTheNextJob() throws Exception {
    asks(LOCAL, 1);
    dispatch.handOver(underFence(1), LOCAL);
    assertThat(dispatch.claim(null).slots()).isZero();

    var claim = dispatch.claim(ID);

    assertThat(claim.slots()).isEqualTo(1);
    assertThat(claim.holder()).isEqualTo(LOCAL);
  }

  @Test
  void aDecisionThatIsNotCarriedOutLeavesTheSlotsAsTheyWere() throws Exception {
    asks(LOCAL, 1);
    dispatch.handOver(underFence(1), LOCAL);
    var claim = dispatch.claim(ID);
    dispatch.settle(claim, 1);

    dispatch.conclude(claim, 1);

    assertThat(dispatch.claim(null).slots()).isZero();
    assertThat(dispatch.claim(ID).slots()).isEqualTo(1);
  }

  @Test
  void aRemoteWorkerThatReportsGetsTheNextJob() throws Exception {
    asks(REMOTE, 1);
    dispatch.begun(underFence(1), REMOTE);

    var claim = dispatch.claim(ID);
    dispatch.handOver(underFence(2), claim.holder());

    assertThat(claim.holder()).isEqualTo(REMOTE);
    assertThat(dispatch.take("default", 1, REMOTE, 0))
        .isEqualTo(new Dispatch.Ready(List.of(underFence(2))));
  }

  @Test
  void aRemoteWorkerThatDoesNotAskGetsNoneOfOthers() throws Exception {
    asks(REMOTE, 5);

    assertThat(dispatch.claim(null).slots()).isZero();
  }

  @Test
  void whoLeavesGivesBackWhatItHasNotTaken() throws Exception {
    asks(REMOTE, 2);
    dispatch.handOver(underFence(1), REMOTE);

    assertThat(dispatch.leave(REMOTE)).containsExactly(underFence(1));
    assertThat(dispatch.running(ID)).isEmpty();
    assertThat(dispatch.claim(null).slots()).isZero();
  }

  @Test
  void aJobThatWasLostMeanwhileIsNotGivenOut() throws Exception {
    asks(REMOTE, 2);
    dispatch.handOver(underFence(1), REMOTE);
    dispatch.lost(ID, 1);

    asks(REMOTE, 2);
  }

  @Test
  void whatEndsWhileItWaitsIsPassedOver() throws Exception {
    dispatch.queue(underFence(0));
    dispatch.ended(ID);

    assertThat(dispatch.take("default", 1, LOCAL, 0)).isNotInstanceOf(Dispatch.Offered.class);
  }
}
