package io.noetl.broker;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;

/// How far an iterator has got. `plan` holds items and inputs when its iterations are children;
/// then `children` has the executions that run, by index, and `results` what has come back.
/// `errors` has the first of what went wrong, as `{index, error}`. `causes` has the numbers of the
/// events that those of iterations and saves which go on refer to.
record Turns(
    boolean announced,
    int total,
    Content plan,
    Bits started,
    Bits succeeded,
    Bits failed,
    PersistentMap<Long> children,
    PersistentMap<Content> results,
    Items errors,
    Causes causes) {
  /// The rest is in the events; state must stay small.
  private static final int ERRORS_MAX = 100;

  static final Turns NONE =
      new Turns(
          false,
          0,
          Content.NOTHING,
          Bits.NONE,
          Bits.NONE,
          Bits.NONE,
          PersistentMap.empty(),
          PersistentMap.empty(),
          Items.EMPTY,
          Causes.NONE);

  /// Whether its iterations are child executions that are planned by now.
  boolean isPlanned() {
    return announced && !plan.isNothing();
  }

  Turns announced(int newTotal, Content newPlan) {
    return new Turns(
        true, newTotal, newPlan, started, succeeded, failed, children, results, errors, causes);
  }

  Turns begun(int index, long child, long event) {
    var running = child == 0 ? children : children.with(Integer.toString(index), child);
    return now(started.with(index), succeeded, failed, running).with(causes.begun(index, event));
  }

  /// A save begins: that of an iteration, whose child is through then, or of the step (-1).
  Turns saving(int index, long event) {
    return now(started, succeeded, failed, children.without(Integer.toString(index)))
        .with(causes.saving(index, event));
  }

  Turns saved(int index) {
    return with(causes.saved(index));
  }

  /// The iteration succeeded; results are kept only of children.
  Turns done(int index, Content result) {
    var key = Integer.toString(index);
    var done = now(started, succeeded.with(index), failed, children.without(key));
    return (isPlanned() ? done.with(results.with(key, result)) : done).with(causes.ended(index));
  }

  Turns broken(int index, String error) {
    return now(started, succeeded, failed.with(index), children.without(Integer.toString(index)))
        .with(withError(index, error))
        .with(causes.ended(index));
  }

  private Items withError(int index, String error) {
    if (errors.size() >= ERRORS_MAX) {
      return errors;
    }
    var more = new ArrayList<Value>(errors.list());
    more.add(Fields.of("index", Num.of(index), "error", Text.of(error)));
    return new Items(more);
  }

  /// The error that came first; empty if there is none.
  String firstError() {
    return errors.size() == 0 ? "" : ((Fields) errors.get(0)).get("error").toString();
  }

  /// For another attempt: what succeeded stays, the rest is as if never begun.
  Turns again() {
    return now(succeeded, succeeded, Bits.NONE, PersistentMap.empty())
        .with(Items.EMPTY)
        .with(Causes.NONE);
  }

  private Turns now(
      Bits newStarted, Bits newSucceeded, Bits newFailed, PersistentMap<Long> newChildren) {
    return new Turns(
        announced,
        total,
        plan,
        newStarted,
        newSucceeded,
        newFailed,
        newChildren,
        results,
        errors,
        causes);
  }

  private Turns with(PersistentMap<Content> newResults) {
    return new Turns(
        announced, total, plan, started, succeeded, failed, children, newResults, errors, causes);
  }

  private Turns with(Items newErrors) {
    return new Turns(
        announced, total, plan, started, succeeded, failed, children, results, newErrors, causes);
  }

  private Turns with(Causes newCauses) {
    return new Turns(
        announced, total, plan, started, succeeded, failed, children, results, errors, newCauses);
  }
}
