package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.template.TemplateError;
import io.noetl.tool.Auth;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Toolbox;
import io.noetl.value.Bool;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out one attempt: checks what it expects, runs the tool in its time, judges the result,
/// and saves it.
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /// Code that mentions none of these cannot ask for the context.
  private static final List<String> CONTEXT_WORDS = List.of("context", "input_data", "**");

  private final Toolbox toolbox;
  private final Timers timers;
  private final Auth auth;

  Attempt(Toolbox toolbox, Timers timers, Auth auth) {
    this.toolbox = toolbox;
    this.timers = timers;
    this.auth = auth;
  }

  Auth auth() {
    return auth;
  }

  /// What an attempt does between its checks.
  @FunctionalInterface
  interface Action {
    Value run(Work work, CallWatch watch) throws ToolFailure, InterruptedException;
  }

  /// The outcome of running the tool that `work` names; its log is left to the job.
  Outcome run(Work work, CallWatch watch) {
    return work.tool().equals("iterator")
        ? iterate(work, watch, Stream.NONE)
        : run(work, watch, this::runTool);
  }

  /// The same for an iterator, whose news go into `stream` while it runs.
  Outcome iterate(Work work, CallWatch watch, Stream stream) {
    var iterator = new IteratorRun(work, this, stream);
    return run(work.withScope(iterator.names()), watch, (_, inner) -> iterator.run(inner));
  }

  /// The outcome of `work` when `action` is what it does.
  private Outcome run(Work work, CallWatch outer, Action action) {
    var timeout = timeout(work);
    if (timeout.isZero()) {
      return within(work, outer, action);
    }
    try (var watch = outer.limited(timeout, timers)) {
      return within(work, watch, action);
    }
  }

  private Duration timeout(Work work) {
    return work.timeout().isZero()
        ? toolbox.find(work.tool()).map(Tool::timeoutDefault).orElse(Duration.ZERO)
        : work.timeout();
  }

  private Outcome within(Work work, CallWatch watch, Action action) {
    var ran = guarded(work, watch, (_, _) -> checked(work, watch, action));
    var ending = Conditions.applyFailWhen(ran, work, watch);
    var verdict = Conditions.verdict(ending, work, watch);
    var saves = new ArrayList<SaveReport>();
    if (ending instanceof Ending.Done(var result)
        && verdict != Verdict.RETRY
        && work.plan().save().isPresent()) {
      var saving = work.plan().save().get();
      ending = guarded(work, watch, (_, _) -> saved(result, saving, work, watch, saves));
    }
    return switch (ending) {
      case Ending.Done(var result) -> new Outcome.Succeeded(result, verdict, saves, "");
      case Ending.Broken(var failure) -> new Outcome.Failed(failure, verdict, saves, "");
    };
  }

  private static Value checked(Work work, CallWatch watch, Action action)
      throws ToolFailure, InterruptedException {
    Asserts.expects(work, watch);
    var result = action.run(work, watch).plain();
    Bounds.check("the result of the step", result);
    Asserts.returns(work, result, watch);
    return result;
  }

  private Value runTool(Work work, CallWatch watch) throws ToolFailure, InterruptedException {
    return switch (work.tool()) {
      case "save" -> resultOfSave(work);
      default -> {
        var call =
            new ToolCall(
                work.key(),
                work.config(),
                work.extras().overlaid(work.inputs()),
                work.code(),
                context(work),
                work.step(),
                later(work));
        yield tool(work.tool()).run(call, watch);
      }
    };
  }

  /// What only the pages of an answer can tell.
  private static ToolCall.Later later(Work work) {
    var paginate = work.plan().paginate();
    return paginate.isEmpty()
        ? ToolCall.Later.NOTHING
        : new ToolCall.Later(Fields.of("paginate", paginate), work.scope());
  }

  /// Throws if this worker has no tool of this kind.
  private Tool tool(String kind) throws ToolFailure {
    return toolbox
        .find(kind)
        .orElseThrow(
            () ->
                ToolFailure.invalid(
                    "tool_unavailable",
                    "this worker has no tool '%s'; it has %s"
                        .formatted(kind, String.join(", ", toolbox.kinds()))));
  }

  /// Throws if `kind` cannot be run here.
  void need(String kind) throws ToolFailure {
    if (!kind.equals("save") && !kind.equals("iterator")) {
      tool(kind);
    }
  }

  private static Fields context(Work work) {
    return CONTEXT_WORDS.stream().anyMatch(work.code()::contains)
        ? work.context().plain()
        : Fields.EMPTY;
  }

  /// A step of type `save` has what it saves as its result; with `pass_through` (the save of what
  /// another execution did) the `result` among its inputs is that.
  private static Value resultOfSave(Work work) throws ToolFailure {
    if (passesThrough(work)) {
      return work.inputs().get("result");
    }
    return work.plan()
        .save()
        .orElseThrow(() -> ToolFailure.invalid("save", "the save step does not say what to save"))
        .data(work.scope(), work.inputs());
  }

  private static boolean passesThrough(Work work) {
    return work.config().get("pass_through") == Bool.TRUE;
  }

  private static Value saved(
      Value result, Saving saving, Work work, CallWatch watch, List<SaveReport> saves)
      throws ToolFailure, InterruptedException {
    boolean isData = work.tool().equals("save") && !passesThrough(work);
    var inputs = passesThrough(work) ? Fields.EMPTY : work.inputs();
    var scope = ResultNames.forSave(result, inputs, work.key(), work.scope());
    try {
      var data = isData ? result : saving.data(scope, result);
      var answer = saving.store(data, work, scope, watch);
      Bounds.check("its answer", answer);
      saves.add(new SaveReport(saving.storage(), answer, ""));
      return result;
    } catch (ToolFailure e) {
      var failure = e.failure();
      var message = "save to %s: %s".formatted(saving.storage(), failure.message());
      saves.add(new SaveReport(saving.storage(), Fields.EMPTY, message));
      throw new ToolFailure(
          new Failure(failure.kind(), failure.code(), message, failure.trace(), result));
    } catch (TemplateError e) {
      var message = "save to %s: %s".formatted(saving.storage(), e.message());
      saves.add(new SaveReport(saving.storage(), Fields.EMPTY, message));
      throw new ToolFailure(Failure.invalid("template", message).withResult(result));
    }
  }

  /// What became of `action`, whatever it throws.
  Ending guarded(Work work, CallWatch watch, Action action) {
    Ending ending;
    try {
      ending = new Ending.Done(action.run(work, watch));
    } catch (ToolFailure e) {
      ending = new Ending.Broken(e.failure());
    } catch (TemplateError e) {
      ending = new Ending.Broken(Failure.invalid("template", e.message()));
    } catch (InterruptedException e) {
      ending = new Ending.Broken(Failure.cancelled("the step was interrupted"));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      ending = new Ending.Broken(internal(work, watch, e));
    }
    return switch (watch.state()) {
      case TIMED_OUT -> new Ending.Broken(timedOut(work));
      case CANCELLED -> new Ending.Broken(Failure.cancelled("the step was cancelled"));
      case RUNNING, OVER -> ending;
    };
  }

  private Failure timedOut(Work work) {
    return Failure.timeout(
        "%s step took longer than its timeout of %s"
            .formatted(work.tool(), Durations.text(timeout(work))));
  }

  private static Failure internal(Work work, CallWatch watch, Throwable error) {
    if (!watch.isStopped()) {
      LOG.error("tool broke off key={} tool={} {}", work.key(), work.tool(), watch.told(error));
    }
    var what =
        switch (error) {
          case StackOverflowError _ -> "data or templates are nested too deep";
          case OutOfMemoryError _ -> "the worker has run out of memory";
          default -> error.toString();
        };
    return Failure.error("internal", "the %s tool broke off: %s".formatted(work.tool(), what));
  }
}
