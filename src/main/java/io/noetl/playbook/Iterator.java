package io.noetl.playbook;

import io.noetl.template.Document;
import java.util.Optional;

/// The broker's part of an iterator: whether its body is a playbook, how many of those may run at
/// once (1 when sequential), whether failed iterations fail the step, and which events are kept.
/// All else stands in the task's `config` and `late`, for the worker.
public record Iterator(
    boolean overPlaybooks,
    Document concurrency,
    boolean continueOnError,
    boolean summaryEvents,
    Optional<Document> save) {
  /// How many iterations an `async` iterator runs at once unless it says so.
  public static final int CONCURRENCY_DEFAULT = 8;
}
