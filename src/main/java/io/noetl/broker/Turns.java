package io.noetl.broker;

/// How far an iterator has got. `plan` holds items and inputs when its iterations are children;
/// then `children` has the executions that run, by index, and `results` what has come back.
record Turns(
    boolean announced,
    int total,
    Content plan,
    Bits started,
    Bits succeeded,
    Bits failed,
    PersistentMap<Long> children,
    PersistentMap<Content> results,
    String firstError) {
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
          "");

  /// Whether its iterations are child executions that are planned by now.
  boolean isPlanned() {
    return announced && !plan.equals(Content.NOTHING);
  }

  Turns announced(int newTotal, Content newPlan) {
    return new Turns(
        true, newTotal, newPlan, started, succeeded, failed, children, results, firstError);
  }

  Turns begun(int index, long child) {
    var running = child == 0 ? children : children.with(Integer.toString(index), child);
    return new Turns(
        announced,
        total,
        plan,
        started.with(index),
        succeeded,
        failed,
        running,
        results,
        firstError);
  }

  /// The child of this iteration is through and its result is being saved.
  Turns saving(int index) {
    var key = Integer.toString(index);
    return children.find(key).isEmpty()
        ? this
        : new Turns(
            announced,
            total,
            plan,
            started,
            succeeded,
            failed,
            children.without(key),
            results,
            firstError);
  }

  /// The iteration succeeded; results are kept only of children.
  Turns done(int index, Content result) {
    var key = Integer.toString(index);
    return new Turns(
        announced,
        total,
        plan,
        started,
        succeeded.with(index),
        failed,
        children.without(key),
        isPlanned() ? results.with(key, result) : results,
        firstError);
  }

  Turns broken(int index, String error) {
    return new Turns(
        announced,
        total,
        plan,
        started,
        succeeded,
        failed.with(index),
        children.without(Integer.toString(index)),
        results,
        firstError.isEmpty() ? error : firstError);
  }

  /// For another attempt: what succeeded stays, the rest is as if never begun.
  Turns again() {
    return new Turns(
        announced,
        total,
        plan,
        succeeded,
        succeeded,
        Bits.NONE,
        PersistentMap.empty(),
        results,
        "");
  }
}
