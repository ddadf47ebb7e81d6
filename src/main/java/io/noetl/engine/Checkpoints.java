package io.noetl.engine;

import io.noetl.broker.Content;
import io.noetl.job.Checkpoint;
import io.noetl.job.Iteration;
import io.noetl.job.JobId;
import io.noetl.job.Progress;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What an iterator has finished, as pieces beside the history, so that another delivery of its job
/// does not run those iterations again.
final class Checkpoints {
  private Checkpoints() {}

  /// The successful iterations of this batch, under a name that no other batch of the job has.
  static Map<Content.Stored, Value> piece(JobId job, long fence, long number, Progress progress) {
    var done = new ArrayList<Value>();
    for (var iteration : progress.ended()) {
      if (!iteration.failed()) {
        done.add(
            Fields.builder()
                .put("index", iteration.index())
                .put("item", iteration.item())
                .put("result", iteration.result())
                .build());
      }
    }
    if (done.isEmpty()) {
      return Map.of();
    }
    var name = "checkpoint/%s/%d".formatted(job.name(), fence * 1_000_000_000L + number);
    return Map.of(new Content.Stored(job.execution(), name, 0), new Items(done));
  }

  static Checkpoint read(List<Value> pieces) {
    var finished = new ArrayList<Iteration>();
    for (var piece : pieces) {
      for (var each : (Items) piece) {
        if (each instanceof Fields it && it.get("index") instanceof Num.Int(var index)) {
          finished.add(
              new Iteration((int) index, it.get("item"), it.get("result"), "", List.of(), 0));
        }
      }
    }
    return new Checkpoint(finished);
  }
}
