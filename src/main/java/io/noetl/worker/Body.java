package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Toolbox;
import io.noetl.value.Bool;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.List;

/// The task of an iterator, compiled: rendered anew for each turn, and tried as often as its own
/// `retry` says.
final class Body {
  private static final String PYTHON = "python";

  private final String tool;
  private final String code;
  private final Document config;
  private final Document auth;
  private final Document inputs;
  private final Document defaults;
  private final Document dynamic;
  private final Document timeout;
  private final Plan plan;
  private final Tries tries;

  private Body(Fields task, Toolbox toolbox) {
    tool = task.get("tool") instanceof Text(var text) ? text : "";
    code = task.get("code") instanceof Text(var text) ? text : "";
    config = Document.of(map(task.get("config")));
    auth = Document.of(map(task.get("config")).get("auth"));
    inputs = Document.of(map(task.get("inputs")));
    defaults = Document.of(map(task.get("defaults")));
    dynamic = Document.of(task.get("dynamic"));
    timeout = Document.of(task.get("timeout"));
    plan = Plan.of(task, toolbox);
    tries = Tries.of(task.get("retry"));
  }

  /// Throws [TemplateError].
  static Body of(Fields task, Toolbox toolbox) {
    return new Body(task, toolbox);
  }

  private static Fields map(Value value) {
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }

  String tool() {
    return tool;
  }

  /// The inputs of one turn.
  Fields inputs(Scope turn) {
    return given(turn).fields();
  }

  /// Inputs, and whether they are one value that is no map.
  private record Given(Fields fields, boolean isValue) {}

  private Given given(Scope turn) {
    var own = (Fields) inputs.render(turn, Moment.now());
    if (dynamic.isNull()) {
      return new Given(withDefaults(own, turn), false);
    }
    var value = dynamic.render(turn, Moment.now()).plain();
    return value instanceof Fields map
        ? new Given(withDefaults(own.overlaid(map), turn), false)
        : new Given(withDefaults(own.with("input_data", value).with("data", value), turn), true);
  }

  private Fields withDefaults(Fields given, Scope turn) {
    if (defaults.source() instanceof Fields none && none.isEmpty()) {
      return given;
    }
    var rendered = (Fields) defaults.render(new InputNames(given, turn), Moment.now());
    return rendered.overlaid(given);
  }

  /// Runs the task for one turn until it succeeds or may not be tried again.
  Outcome run(Turn turn, Attempt attempt, CallWatch watch) throws InterruptedException {
    for (int number = 1; ; number++) {
      var outcome = once(turn, number, attempt, watch);
      if (watch.isStopped() || !wantsMore(outcome)) {
        return outcome;
      }
      if (number >= tries.most()) {
        return exhausted(outcome, number);
      }
      Thread.sleep(tries.delayAfter(number));
    }
  }

  private Outcome once(Turn turn, int number, Attempt attempt, CallWatch watch) {
    Work work;
    try {
      work = work(turn, number, withAuth(turn, attempt, watch));
    } catch (TemplateError e) {
      return invalid("template", e.message());
    } catch (ToolFailure e) {
      return new Outcome.Failed(e.failure(), Verdict.STOP, List.of(), "");
    }
    return attempt.run(work, watch);
  }

  /// The names of the turn, and under `auth` the fields of the task's own credential.
  private Scope withAuth(Turn turn, Attempt attempt, CallWatch watch) {
    if (auth.isNull()) {
      return turn;
    }
    var view = attempt.auth().view(auth.render(turn, Moment.now()).plain(), watch);
    return name -> name.equals("auth") ? view : turn.find(name);
  }

  private Work work(Turn turn, int number, Scope names) throws ToolFailure {
    var given = given(names);
    var scope = new InputNames(given.fields(), names);
    var rendered = (Fields) config.render(scope, Moment.now());
    return new Work(
        turn.key(),
        turn.iterator().step(),
        tool,
        given.isValue() ? rendered.with("value_only", Bool.TRUE) : rendered,
        given.fields(),
        tool.equals(PYTHON) ? turn.extras() : Fields.EMPTY,
        code,
        plan,
        scope,
        () -> turn.context().overlaid(given.fields()),
        number,
        turn.iterator().jobAttempt(),
        timeout(scope));
  }

  private Duration timeout(InputNames scope) throws ToolFailure {
    if (timeout.isNull()) {
      return Duration.ZERO;
    }
    var value = timeout.render(scope, Moment.now()).plain();
    return Durations.parse(value)
        .orElseThrow(
            () ->
                ToolFailure.invalid(
                    "timeout", "the timeout of the iterator's task is no duration: " + value));
  }

  private static boolean wantsMore(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(_, var verdict, _, _) -> verdict == Verdict.RETRY;
      case Outcome.Failed(var failure, var verdict, _, _) ->
          verdict != Verdict.STOP
              && (failure.kind() == Failure.Kind.ERROR || failure.kind() == Failure.Kind.TIMEOUT);
      case Outcome.Planned _ -> false;
    };
  }

  private static Outcome exhausted(Outcome outcome, int number) {
    return outcome instanceof Outcome.Succeeded(var result, _, _, _)
        ? new Outcome.Failed(
            Failure.error("retry_exhausted", "retry_when still holds after attempt " + number)
                .withResult(result),
            Verdict.STOP,
            List.of(),
            "")
        : outcome;
  }

  private static Outcome invalid(String code, String message) {
    return new Outcome.Failed(Failure.invalid(code, message), Verdict.STOP, List.of(), "");
  }
}
