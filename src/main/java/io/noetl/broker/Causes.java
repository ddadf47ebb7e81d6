package io.noetl.broker;

/// The events that began what goes on in an iterator: iteration_started and save_started, by index
/// (-1 for the save of the step itself). Forgotten as each ends, so no more than run at once.
record Causes(PersistentMap<Long> iterations, PersistentMap<Long> saves) {
  static final Causes NONE = new Causes(PersistentMap.empty(), PersistentMap.empty());

  /// The iteration_started of an iteration, else `otherwise` (with `events: summary`).
  long iteration(int index, long otherwise) {
    return iterations.find(Integer.toString(index)).orElse(otherwise);
  }

  /// The save_started of a save that goes on; 0 for none.
  long save(int index) {
    return saves.find(Integer.toString(index)).orElse(0L);
  }

  Causes begun(int index, long event) {
    return new Causes(iterations.with(Integer.toString(index), event), saves);
  }

  Causes saving(int index, long event) {
    return new Causes(iterations, saves.with(Integer.toString(index), event));
  }

  Causes saved(int index) {
    return new Causes(iterations, saves.without(Integer.toString(index)));
  }

  Causes ended(int index) {
    var key = Integer.toString(index);
    return new Causes(iterations.without(key), saves.without(key));
  }
}
