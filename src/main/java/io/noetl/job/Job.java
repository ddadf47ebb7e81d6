package io.noetl.job;

/// One piece of work on the queue: one tool call of one step, or the save of one iteration.
///
/// `attempt` counts from 1. `deliveries` counts how often this attempt's job was leased before (0
/// at first); above 0 an iterator's finished items are at hand as its checkpoint. `fence` grows
/// with each lease; a report under an old one changes nothing. `attemptsMax` is what the retry
/// policy allows.
public record Job(
    JobId id,
    String step,
    int visit,
    int attempt,
    int attemptsMax,
    long fence,
    int deliveries,
    String pool,
    int priority,
    Call call) {
  /// The pool of steps that name none.
  public static final String POOL_DEFAULT = "default";

  /// Stands for all pools where a worker says which one it serves: that of `noetl run`, since there
  /// is no other.
  public static final String POOL_ANY = "*";

  /// The same for every try of the same work: `execution/step/visit`, and for one iteration
  /// `/index` after it.
  public String key() {
    var key = id.execution() + "/" + step + "/" + visit;
    int save = id.name().lastIndexOf("/save/");
    return save < step.length() ? key : key + id.name().substring(save + "/save".length());
  }

  /// The same job as its first taker holds it.
  public Job leased() {
    return new Job(
        id, step, visit, attempt, attemptsMax, fence + 1, deliveries, pool, priority, call);
  }

  public Job leasedAgain(long newFence) {
    return new Job(
        id, step, visit, attempt, attemptsMax, newFence, deliveries + 1, pool, priority, call);
  }

  /// The same job for another attempt; it is to be leased anew.
  public Job asAttempt(int number) {
    return new Job(id, step, visit, number, attemptsMax, fence, 0, pool, priority, call);
  }
}
