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
}
