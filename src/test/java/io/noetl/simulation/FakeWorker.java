package io.noetl.simulation;

import io.noetl.job.Call;
import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Job;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.ResultView;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.template.Ambient;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Does what a worker does with a job, by the [Script]. Nothing in it remembers anything, so the
/// same job gives the same outcome wherever and however often it runs.
final class FakeWorker {
  private FakeWorker() {}

  static Outcome outcome(Job job) {
    var call = job.call();
    return switch (call.tool()) {
      case "python" ->
          Script.python(
              call.code(), job.visit(), job.attempt(), call.inputs(), call.plan().has("save"));
      case "transform" -> succeeded(transformed(call.config(), call.inputs()));
      case "save" -> saved(call);
      case "iterator" -> isOverPlaybooks(call) ? planned(call) : iterated(job);
      default -> throw new IllegalStateException("no tool " + call.tool());
    };
  }

  static Value transformed(Fields config, Fields inputs) {
    return config.has("value_only") ? inputs.get("input_data") : inputs;
  }

  private static Outcome succeeded(Value result) {
    return new Outcome.Succeeded(result, Verdict.NONE, List.of(), "");
  }

  private static Outcome saved(Call call) {
    var report = new SaveReport("event_log", Fields.EMPTY, "");
    boolean passes = call.config().has("pass_through");
    var result = passes ? call.inputs().get("result") : call.inputs();
    return new Outcome.Succeeded(result, Verdict.NONE, List.of(report), "");
  }

  private static boolean isOverPlaybooks(Call call) {
    return call.plan().get("task") instanceof Fields body
        && body.get("tool").equals(Text.of("playbook"));
  }

  private static Items collection(Call call) {
    return (Items) call.config().get("collection");
  }

  private static Outcome planned(Call call) {
    var items = collection(call).list();
    var inputs = new ArrayList<Value>();
    for (var item : items) {
      inputs.add(inputs(call, item));
    }
    return new Outcome.Planned(items, inputs, "");
  }

  /// The inputs of one iteration's body.
  private static Fields inputs(Call call, Value item) {
    var element = ((Text) call.config().get("element")).text();
    Scope scope =
        name -> {
          if (name.equals(element)) {
            return item;
          }
          if (call.steps().has(name)) {
            return ResultView.of(name, (Fields) call.steps().get(name));
          }
          return call.scope().has(name) ? call.scope().get(name) : new Undefined(name);
        };
    var body = (Fields) call.plan().get("task");
    var given = body.get("inputs") instanceof Fields fields ? fields : Fields.EMPTY;
    return (Fields) Document.of(given).render(scope, Ambient.of(Instant.EPOCH, 0));
  }

  private static Iteration iteration(Job job, int index) {
    var call = job.call();
    var item = collection(call).get(index);
    var body = (Fields) call.plan().get("task");
    var code = body.get("code") instanceof Text(var text) ? text : "ok";
    var result = Script.iteration(code, index, job.attempt(), inputs(call, item));
    var error = result == Null.NULL ? Script.iterationError(index) : "";
    var saves =
        body.has("save") && error.isEmpty()
            ? List.of(new SaveReport("event_log", Fields.EMPTY, ""))
            : List.<SaveReport>of();
    return new Iteration(index, item, result, error, saves, 0);
  }

  static int size(Job job) {
    return collection(job.call()).size();
  }

  static boolean hasProgress(Job job) {
    return job.call().tool().equals("iterator") && !isOverPlaybooks(job.call());
  }

  /// What an iterator's job may tell on its way: the iterations from `from` to `to`.
  static Progress progress(Job job, int from, int to) {
    var started = new ArrayList<Progress.Started>();
    var ended = new ArrayList<Iteration>();
    for (int i = from; i < to; i++) {
      var iteration = iteration(job, i);
      started.add(new Progress.Started(i, iteration.item()));
      ended.add(iteration);
    }
    if (to < size(job)) {
      started.add(new Progress.Started(to, collection(job.call()).get(to)));
    }
    return new Progress(size(job), started, ended);
  }

  private static Outcome iterated(Job job) {
    var results = new ArrayList<Value>();
    int failed = 0;
    for (int i = 0; i < size(job); i++) {
      var result = iteration(job, i).result();
      failed += result == Null.NULL ? 1 : 0;
      results.add(result);
    }
    boolean continues = job.call().config().get("on_error").equals(Text.of("continue"));
    return failed == 0 || continues
        ? succeeded(new Items(results))
        : new Outcome.Failed(
            Failure.error("iteration_failed", failed + " iterations failed")
                .withResult(new Items(results)),
            Verdict.NONE,
            List.of(),
            "");
  }
}
