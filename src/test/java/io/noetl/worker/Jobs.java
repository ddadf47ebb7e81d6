package io.noetl.worker;

import io.noetl.job.Call;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.ArrayList;
import java.util.List;

/// Makes jobs for tests; maps are written as JSON.
final class Jobs {
  private final String tool;
  private final List<List<String>> late = new ArrayList<>();
  private String name = "step";
  private Fields config = Fields.EMPTY;
  private Fields inputs = Fields.EMPTY;
  private Fields plan = Fields.EMPTY;
  private Fields scope = Fields.EMPTY;
  private Fields steps = Fields.EMPTY;
  private String code = "";
  private long timeoutMillis;

  private Jobs(String tool) {
    this.tool = tool;
  }

  static Jobs of(String tool) {
    return new Jobs(tool);
  }

  /// A transform of `inputs`.
  static Jobs transform(String inputs) {
    return of("transform").inputs(inputs);
  }

  /// An iterator; `task` is its body in canonical form.
  static Jobs iterator(String config, String task) {
    return of("iterator").config(config).plan("{\"task\": %s}".formatted(task));
  }

  static Fields fields(String json) {
    return (Fields) Json.read(json);
  }

  Jobs named(String newName) {
    name = newName;
    return this;
  }

  Jobs config(String json) {
    config = fields(json);
    return this;
  }

  Jobs inputs(String json) {
    inputs = fields(json);
    return this;
  }

  /// Adds to the plan.
  Jobs plan(String json) {
    plan = plan.overlaid(fields(json));
    return this;
  }

  Jobs scope(String json) {
    scope = fields(json);
    return this;
  }

  Jobs steps(String json) {
    steps = fields(json);
    return this;
  }

  Jobs code(String text) {
    code = text;
    return this;
  }

  Jobs late(String... place) {
    late.add(List.of(place));
    return this;
  }

  Jobs timeout(long millis) {
    timeoutMillis = millis;
    return this;
  }

  Job job() {
    var call = new Call(tool, config, inputs, code, late, plan, scope, steps, timeoutMillis);
    return new Job(new JobId(7, name), name, 1, 2, 3, 1, 0, Job.POOL_DEFAULT, 0, call);
  }
}
