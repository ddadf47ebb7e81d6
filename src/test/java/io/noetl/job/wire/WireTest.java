package io.noetl.job.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.job.Call;
import io.noetl.job.Checkpoint;
import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource.Held;
import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What travels between server and worker arrives as it was sent.
class WireTest {
  private static final SaveReport SAVE = new SaveReport("file", Fields.of("bytes", Num.of(7)), "");

  private static final Iteration DONE =
      new Iteration(3, Text.of("x"), Fields.of("n", Num.of(1)), "", List.of(SAVE), 12);

  private static final Iteration BROKEN =
      new Iteration(4, Null.NULL, Null.NULL, "no luck", List.of(), 0);

  private static Fields wired(Fields fields) {
    return (Fields) Json.read(Json.write(fields));
  }

  @Test
  void aJobArrivesWithItsCheckpoint() {
    var call =
        new Call(
            "http",
            Fields.of("url", Text.of("http://x/{{ secret.y }}")),
            Fields.of("a", Items.of(Num.of(1), Num.of(2.5), Bool.TRUE, Null.NULL)),
            "code",
            List.of(List.of("config", "url")),
            Fields.of("save", Fields.EMPTY),
            Fields.of("workload", Fields.EMPTY),
            Fields.EMPTY,
            1_500);
    var job =
        new Job(new JobId(Long.MAX_VALUE, "fetch#2"), "fetch", 2, 1, 3, 9, 1, "gpu", -5, call);
    var leased = new Leased(job, new Checkpoint(List.of(DONE)));

    assertThat(JobWire.leased(wired(JobWire.toFields(leased)))).isEqualTo(leased);

    var bare = new Leased(job, Checkpoint.NONE);
    assertThat(JobWire.leased(wired(JobWire.toFields(bare)))).isEqualTo(bare);
  }

  @Test
  void outcomesArrive() {
    var failure = new Failure(Failure.Kind.TIMEOUT, "timeout", "too slow", "trace", Num.of(1));
    for (var outcome :
        List.of(
            new Outcome.Succeeded(Text.of("ok"), Verdict.RETRY, List.of(SAVE), "log"),
            new Outcome.Succeeded(Null.NULL, Verdict.NONE, List.of(), ""),
            new Outcome.Failed(failure, Verdict.STOP, List.of(), "log"),
            new Outcome.Planned(List.of(Num.of(1)), List.of(Fields.EMPTY), ""))) {
      var message = wired(Fields.of("outcome", ReportWire.toFields(outcome)));

      assertThat(ReportWire.outcome(message, "outcome")).isEqualTo(outcome);
    }
  }

  @Test
  void progressArrives() {
    var progress =
        new Progress(10, List.of(new Progress.Started(5, Num.of(5))), List.of(DONE, BROKEN));

    var message = wired(Fields.of("progress", ReportWire.toFields(progress)));

    assertThat(ReportWire.progress(message, "progress")).isEqualTo(progress);
  }

  @Test
  void namesAndReceiptsArrive() {
    var held = new Held(new JobId(5, "a"), 2);
    assertThat(JobWire.held(wired(JobWire.toFields(held)))).isEqualTo(held);
    for (var receipt : Receipt.values()) {
      assertThat(ReportWire.receipt(wired(ReportWire.toFields(receipt)))).isEqualTo(receipt);
    }
  }

  @Test
  void whatIsNotAsAgreedIsNamed() {
    var message = Fields.of("outcome", Fields.of("kind", Text.of("succeeded"), "log", Num.of(1)));
    assertThatThrownBy(() -> ReportWire.outcome(message, "outcome"))
        .isInstanceOf(WireError.class)
        .hasMessage("outcome.log: expected a text, found number");
    var held = Fields.of("held", Items.of(Fields.of("execution", Text.of("x"))));
    assertThatThrownBy(() -> JobWire.held(held, "held"))
        .isInstanceOf(WireError.class)
        .hasMessageStartingWith("held[0].execution");
  }
}
