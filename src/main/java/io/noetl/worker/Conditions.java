package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Verdict;
import io.noetl.template.Condition;
import io.noetl.tool.Watch;
import io.noetl.value.Null;

/// Judges what a step's own conditions say of how its tool ended.
final class Conditions {
  private Conditions() {}

  /// `fail_when` has the last word on success and failure; it can accept only a failure that has a
  /// result, such as an HTTP response of status 404.
  static Ending applyFailWhen(Ending ending, Work work, Watch watch) {
    var condition = work.plan().failWhen();
    if (condition.isEmpty() || isBeyondJudgement(ending)) {
      return ending;
    }
    var told = judge("fail_when", condition.get(), ending, work, watch);
    return switch (ending) {
      case Ending.Done(var result) when told != Told.FALSE ->
          new Ending.Broken(
              Failure.error("fail_when", message(told, condition.get())).withResult(result));
      case Ending.Broken(var failure) when told == Told.FALSE -> new Ending.Done(failure.result());
      default -> ending;
    };
  }

  /// What `retry_when` and `stop_when` say. One that cannot be judged ends the tries.
  static Verdict verdict(Ending ending, Work work, Watch watch) {
    var stopWhen = work.plan().stopWhen();
    var retryWhen = work.plan().retryWhen();
    if (stopWhen.isPresent()
        && judge("stop_when", stopWhen.get(), ending, work, watch) != Told.FALSE) {
      return Verdict.STOP;
    }
    if (retryWhen.isEmpty()) {
      return Verdict.NONE;
    }
    return judge("retry_when", retryWhen.get(), ending, work, watch) == Told.TRUE
        ? Verdict.RETRY
        : Verdict.STOP;
  }

  private enum Told {
    TRUE,
    FALSE,
    UNCLEAR
  }

  private static Told judge(
      String name, Condition condition, Ending ending, Work work, Watch watch) {
    var scope = ResultNames.forConditions(ending, work.attempt(), work.scope());
    return switch (condition.judge(scope, Moment.now())) {
      case io.noetl.template.Verdict.Held _ -> Told.TRUE;
      case io.noetl.template.Verdict.NotHeld _ -> Told.FALSE;
      case io.noetl.template.Verdict.Failed(var why) -> {
        watch.log("%s cannot be judged: %s%n".formatted(name, why));
        yield Told.UNCLEAR;
      }
    };
  }

  private static boolean isBeyondJudgement(Ending ending) {
    return ending instanceof Ending.Broken(var failure)
        && (failure.kind() != Failure.Kind.ERROR || failure.result() == Null.NULL);
  }

  private static String message(Told told, Condition condition) {
    return told == Told.TRUE
        ? "fail_when holds: " + condition.source()
        : "fail_when cannot be judged: " + condition.source();
  }
}
