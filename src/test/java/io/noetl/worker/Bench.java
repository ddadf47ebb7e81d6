package io.noetl.worker;

import io.noetl.job.Checkpoint;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.Saver;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Toolbox;
import io.noetl.tool.Watch;
import io.noetl.tool.save.EventLogSaver;
import io.noetl.tool.transform.TransformTool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Runs jobs with tools made by hand, and keeps what was saved and streamed.
final class Bench implements AutoCloseable {
  static final Map<String, String> VARIABLES =
      Map.of("NOETL_VAR_CITY", "Paris", "HOME", "/root", "NOETL_SECRET_KEY", "s3cret-value");

  final List<Saver.Order> saved = Collections.synchronizedList(new ArrayList<>());
  final CallRunner runner;
  private final Toolbox toolbox;

  Bench(Tool... tools) {
    var all = new ArrayList<>(List.of(tools));
    all.add(new TransformTool());
    toolbox = new Toolbox(all, List.of(new EventLogSaver(), new Shelf()));
    runner = new CallRunner(toolbox, Environment.of(VARIABLES), Credentials.NONE, "worker-1");
  }

  Outcome run(Jobs jobs) {
    return run(jobs, Stream.NONE);
  }

  Outcome run(Jobs jobs, Stream stream) {
    var job = jobs.job();
    var running = Running.here(job);
    try (var _ = running.watch()) {
      return runner.run(job, running, stream);
    }
  }

  /// The result as JSON; throws if it failed.
  String result(Jobs jobs) {
    return switch (run(jobs)) {
      case Outcome.Succeeded(var result, _, _, _) -> Json.write(result);
      case Outcome other -> throw new AssertionError("did not succeed: " + other);
    };
  }

  Outcome.Failed failed(Jobs jobs) {
    return switch (run(jobs)) {
      case Outcome.Failed failed -> failed;
      case Outcome other -> throw new AssertionError("did not fail: " + other);
    };
  }

  @Override
  public void close() {
    runner.close();
    toolbox.close();
  }

  /// A tool that does what a test says.
  static Tool tool(String kind, Body body) {
    return new Tool() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
        return body.run(call, watch);
      }
    };
  }

  @FunctionalInterface
  interface Body {
    Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException;
  }

  /// A saver that keeps its orders, and fails for data that say so.
  private final class Shelf implements Saver {
    @Override
    public String storage() {
      return "shelf";
    }

    @Override
    public Fields save(Order order, Watch watch) throws ToolFailure {
      if (order.data() instanceof Fields data && data.has("refuse")) {
        throw ToolFailure.error("shelf", "the shelf is full");
      }
      saved.add(order);
      if (order.data() instanceof Fields data && data.has("answer")) {
        return Fields.of("answer", Text.of("x".repeat(33 << 20)));
      }
      return Fields.of("saved", Text.of("shelf"));
    }
  }

  /// A stream that keeps the news.
  static final class News implements Stream {
    final List<Integer> started = Collections.synchronizedList(new ArrayList<>());
    final List<Iteration> ended = Collections.synchronizedList(new ArrayList<>());
    private final Checkpoint checkpoint;
    int total = -1;

    News(Iteration... finished) {
      checkpoint = new Checkpoint(List.of(finished));
    }

    @Override
    public List<Iteration> finished() {
      return checkpoint.finished();
    }

    @Override
    public void total(int count) {
      total = count;
    }

    @Override
    public void started(int index, Value item) {
      started.add(index);
    }

    @Override
    public void ended(Iteration iteration) {
      ended.add(iteration);
    }
  }
}
