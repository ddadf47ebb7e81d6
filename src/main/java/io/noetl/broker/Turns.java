package io.noetl.broker;

/// How far an iterator has got. `plan` holds items and inputs when its iterations are children;
/// then `children` has the executions that run, by index, and `results` what has come back.
/// `causes` has the numbers of the events that those of iterations and saves which go on refer to.
record Turns(
    boolean announced,
    int total,
    Content plan,
    Bits started,
    Bits succeeded,
    Bits failed,
    PersistentMap<Long> children,
    PersistentMap<Content> results,
    String firstError,
    Causes causes) {
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
          "",
          Causes.NONE);

  /// Whether its iterations are child executions that are planned by now.
  boolean isPlanned() {
    return announced && !plan.isNothing();
  }

  Turns announced(int newTotal, Content newPlan) {
    return new Turns(
        true, newTotal, newPlan, started, succeeded, failed, children, results, firstError, causes);
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
        .with(firstError.isEmpty() ? error : firstError)
        .with(causes.ended(index));
  }

  /// For another attempt: what succeeded stays, the rest is as if never begun.
  Turns again() {
    return now(succeeded, succeeded, Bits.NONE, PersistentMap.empty()).with("").with(Causes.NONE);
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
        firstError,
        causes);
  }

  private Turns with(PersistentMap<Content> newResults) {
    return new Turns(
        announced,
        total,
        plan,
        started,
        succeeded,
        failed,
        children,
        newResults,
        firstError,
        causes);
  }

  private Turns with(String newFirstError) {
    return new Turns(
        announced,
        total,
        plan,
        started,
        succeeded,
        failed,
        children,
        results,
        newFirstError,
        causes);
  }

  private Turns with(Causes newCauses) {
    return new Turns(
        announced,
        total,
        plan,
        started,
        succeeded,
        failed,
        children,
        results,
        firstError,
        newCauses);
  }
}
