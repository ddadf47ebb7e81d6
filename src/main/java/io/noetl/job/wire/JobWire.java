package io.noetl.job.wire;

import io.noetl.job.Call;
import io.noetl.job.Checkpoint;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource.Held;
import io.noetl.job.JobSource.Leased;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.function.Function;

/// Jobs on their way to a worker, and the names under which it speaks of them.
public final class JobWire {
  private JobWire() {}

  public static Fields toFields(Leased leased) {
    var fields = Fields.builder().put("job", toFields(leased.job()));
    var finished = leased.checkpoint().finished();
    if (!finished.isEmpty()) {
      fields.put("checkpoint", items(finished, ReportWire::toFields));
    }
    return fields.build();
  }

  /// Throws [WireError] for anything else.
  public static Leased leased(Fields fields) {
    var read = new Reading("", fields);
    return new Leased(
        job(read.part("job")), new Checkpoint(read.list("checkpoint", ReportWire::iteration)));
  }

  private static Fields toFields(Job job) {
    return Fields.builder()
        .put("execution", Long.toString(job.id().execution()))
        .put("name", job.id().name())
        .put("step", job.step())
        .put("visit", job.visit())
        .put("attempt", job.attempt())
        .put("attempts_max", job.attemptsMax())
        .put("fence", job.fence())
        .put("deliveries", job.deliveries())
        .put("pool", job.pool())
        .put("priority", job.priority())
        .put("call", job.call().toFields())
        .build();
  }

  private static Job job(Reading read) {
    return new Job(
        new JobId(read.id("execution"), read.needText("name")),
        read.needText("step"),
        read.small("visit"),
        read.small("attempt"),
        read.small("attempts_max"),
        read.whole("fence"),
        read.small("deliveries"),
        read.text("pool"),
        read.small("priority"),
        call(read.part("call")));
  }

  private static Call call(Reading read) {
    var late =
        read.values("late").stream()
            .map(place -> ((Items) place).list().stream().map(JobWire::text).toList())
            .toList();
    return new Call(
        read.needText("tool"),
        read.map("config"),
        read.map("inputs"),
        read.text("code"),
        late,
        read.map("plan"),
        read.map("scope"),
        read.map("steps"),
        read.whole("timeout_ms"));
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }

  /// `{execution, job, fence}`.
  public static Fields toFields(Held held) {
    return toFields(held.job()).with("fence", Num.of(held.fence()));
  }

  public static Held held(Fields fields) {
    return held(new Reading("", fields));
  }

  /// The jobs in a list of a message.
  public static List<Held> held(Fields message, String name) {
    return new Reading("", message).list(name, JobWire::held);
  }

  static Held held(Reading read) {
    return new Held(id(read), read.whole("fence"));
  }

  /// `{execution, job}`.
  public static Fields toFields(JobId id) {
    return Fields.builder()
        .put("execution", Long.toString(id.execution()))
        .put("job", id.name())
        .build();
  }

  public static List<JobId> ids(Fields message, String name) {
    return new Reading("", message).list(name, JobWire::id);
  }

  private static JobId id(Reading read) {
    return new JobId(read.id("execution"), read.needText("job"));
  }

  static <T> Items items(List<T> list, Function<T, Fields> each) {
    return new Items(list.stream().map(each).<Value>map(it -> it).toList());
  }
}
