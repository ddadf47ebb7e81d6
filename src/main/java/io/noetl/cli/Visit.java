package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.Event.ActionRetry;
import io.noetl.broker.Event.ActionStarted;
import io.noetl.job.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One visit of a step, as far as it has got.
final class Visit {
  private final String step;
  private final int number;
  private final Entry started;
  private String tool = "";
  private int attempt;
  private Instant nextAttempt = Instant.EPOCH;
  private int total = -1;
  private int succeeded;
  private int failed;
  private End end = End.NONE;
  private Entry ended;
  private Optional<Failure> failure = Optional.empty();

  /// How it ended.
  enum End {
    /// It goes on.
    NONE,
    COMPLETED,
    FAILED,
    /// Failed, and `on_error` took care of it.
    HANDLED,
    CANCELLED
  }

  Visit(String step, int number, Entry started) {
    this.step = step;
    this.number = number;
    this.started = started;
    this.ended = started;
  }

  void begin(ActionStarted it) {
    tool = it.tool();
    attempt = it.attempt();
    nextAttempt = Instant.EPOCH;
  }

  void retry(ActionRetry it, Instant at) {
    attempt = it.attempt();
    nextAttempt = at.plusMillis(it.delayMillis());
    failed = 0;
  }

  void expect(int newTotal) {
    total = newTotal;
  }

  void succeed() {
    succeeded++;
  }

  void fail() {
    failed++;
  }

  void end(End how, Entry entry) {
    end = how;
    ended = entry;
  }

  void end(End how, Entry entry, Failure why) {
    end(how, entry);
    failure = Optional.of(why);
  }

  String step() {
    return step;
  }

  int number() {
    return number;
  }

  /// The step, with the number of the visit from the second on.
  String name() {
    return number == 1 ? step : step + "#" + number;
  }

  /// Its step_started.
  Entry started() {
    return started;
  }

  /// The event that ended it; its start while it goes on.
  Entry ended() {
    return ended;
  }

  boolean goesOn() {
    return end == End.NONE;
  }

  End end() {
    return end;
  }

  /// Empty for a router and for one whose work has not begun.
  String tool() {
    return tool;
  }

  int attempt() {
    return attempt;
  }

  /// When the next attempt is due; [Instant#EPOCH] if none is waited for.
  Instant nextAttempt() {
    return nextAttempt;
  }

  /// How many iterations there are; -1 where that is not known or it is no iterator.
  int total() {
    return total;
  }

  int succeeded() {
    return succeeded;
  }

  int failed() {
    return failed;
  }

  Optional<Failure> failure() {
    return failure;
  }

  /// How long it took, or has taken until `now`.
  Duration time(Instant now) {
    return Duration.between(started.at(), goesOn() ? now : ended.at());
  }
}
