package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs an iterator's task for each element of its collection; the results keep the order of the
/// elements, whatever order they come in.
///
/// The result is the list of the results. Where an iteration failed it holds null; then the
/// iterator fails when all others are done, or succeeds all the same with `on_error: continue` (the
/// errors are in the events, and for a step-level save under `errors`).
final class IteratorRun {
  private static final int CONCURRENCY_DEFAULT = 8;
  private static final int CONCURRENCY_MAX = 1000;
  private static final int ERRORS_MAX = 1000;

  private final Work work;
  private final Attempt attempt;
  private final Stream stream;
  private final Loop loop;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong size = new AtomicLong();
  private final List<Value> errors = new ArrayList<>();
  private List<Value> items = List.of();
  private Turn.Spec spec = Turn.Spec.NONE;
  private @Nullable Value[] results = new Value[0];
  private String firstError = "";
  private int firstIndex = Integer.MAX_VALUE;

  IteratorRun(Work work, Attempt attempt, Stream stream) {
    this.work = work;
    this.attempt = attempt;
    this.stream = stream;
    loop = work.plan().loop().orElseThrow();
  }

  /// The names that the save of the iterator as a whole sees besides those of its work.
  Scope names() {
    return name ->
        switch (name) {
          case "results", "items" -> list();
          case "errors" -> new Items(List.copyOf(errors));
          case "count" -> Num.of(items.size());
          default -> work.scope().find(name);
        };
  }

  Value run(CallWatch watch) throws ToolFailure, InterruptedException {
    attempt.need(loop.body().tool());
    open(watch);
    int width = Math.min(concurrency(), items.size());
    if (width <= 1) {
      pull(watch);
    } else {
      pullTogether(width, watch);
    }
    if (watch.isStopped()) {
      throw new InterruptedException();
    }
    return conclude();
  }

  /// Evaluates the collection and takes over what was finished before.
  private void open(CallWatch watch) throws ToolFailure {
    items = Collection.of(work, loop, element(), watch);
    spec = spec();
    results = new Value[items.size()];
    stream.total(items.size());
    for (var iteration : stream.finished()) {
      if (!iteration.failed() && iteration.index() < results.length) {
        results[iteration.index()] = iteration.result();
      }
    }
  }

  private void pullTogether(int width, CallWatch watch) {
    var threads = Thread.ofVirtual().name("noetl-iteration-", 0).factory();
    var pulls = new ArrayList<Future<?>>();
    // Closing waits for all; when this thread is interrupted it interrupts them.
    try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
      for (int i = 0; i < width; i++) {
        pulls.add(
            executor.submit(
                () -> {
                  pull(watch);
                  return Null.NULL;
                }));
      }
    }
    for (var pull : pulls) {
      if (pull.state() == Future.State.FAILED
          && !(pull.exceptionNow() instanceof InterruptedException)) {
        throw new IllegalStateException("an iteration broke off", pull.exceptionNow());
      }
    }
  }

  private void pull(CallWatch watch) throws InterruptedException {
    while (!watch.isStopped() && size.get() <= Bounds.RESULT_MAX) {
      int index = next.getAndIncrement();
      if (index >= items.size()) {
        return;
      }
      if (results[index] == null) {
        turn(turn(index), watch);
      }
    }
  }

  private void turn(Turn turn, CallWatch watch) throws InterruptedException {
    long start = System.nanoTime();
    stream.started(turn.index(), turn.item());
    var outcome = loop.body().run(turn, attempt, watch);
    if (watch.isStopped()) {
      return; // It did not fail of itself: nobody is told.
    }
    var result = outcome instanceof Outcome.Succeeded(var value, _, _, _) ? value : Null.NULL;
    var error = "";
    if (outcome instanceof Outcome.Failed(var failure, _, _, _)) {
      error = failure.message();
      note(turn.index(), error);
    }
    keep(turn.index(), result);
    long millis = (System.nanoTime() - start) / 1_000_000;
    stream.ended(new Iteration(turn.index(), turn.item(), result, error, outcome.saves(), millis));
  }

  private void keep(int index, Value result) {
    results[index] = result;
    try {
      size.addAndGet(Bounds.size(result) + 1);
    } catch (ToolFailure e) {
      throw new IllegalStateException("a result was not checked", e);
    }
  }

  private synchronized void note(int index, String error) {
    failures.incrementAndGet();
    if (index < firstIndex) {
      firstIndex = index;
      firstError = error;
    }
    if (errors.size() < ERRORS_MAX) {
      errors.add(Fields.of("index", Num.of(index), "error", Text.of(error)));
    }
  }

  private Value conclude() throws ToolFailure {
    if (size.get() > Bounds.RESULT_MAX) {
      throw new ToolFailure(Bounds.tooLarge("the list of the iterator's results"));
    }
    boolean goesOn =
        work.config().get("on_error") instanceof Text(var word) && word.equals("continue");
    if (failures.get() > 0 && !goesOn) {
      throw new ToolFailure(
          Failure.error(
                  "iteration_failed",
                  "%d of %d iterations failed; the first is at index %d: %s"
                      .formatted(failures.get(), items.size(), firstIndex, firstError))
              .withResult(list()));
    }
    return list();
  }

  private Items list() {
    var list = new ArrayList<Value>(results.length);
    for (var result : results) {
      list.add(result == null ? Null.NULL : result);
    }
    return new Items(list);
  }

  /// The plan of an iterator over playbooks: its elements, and the inputs of each child.
  Outcome.Planned plan(CallWatch watch) throws ToolFailure {
    items = Collection.of(work, loop, element(), watch);
    spec = spec();
    var inputs = new ArrayList<Value>(items.size());
    for (int i = 0; i < items.size(); i++) {
      try {
        inputs.add(loop.body().inputs(turn(i)));
      } catch (TemplateError e) {
        throw ToolFailure.invalid("template", "item %d: %s".formatted(i, e.message()));
      }
    }
    return new Outcome.Planned(items, inputs, "");
  }

  private Turn turn(int index) {
    return new Turn(spec, index, items.get(index), work);
  }

  private Turn.Spec spec() throws ToolFailure {
    return new Turn.Spec(
        element(),
        work.config().get("enumerate") == Bool.TRUE,
        Collection.whole(work, "chunk", 0) > 0,
        items.size());
  }

  private String element() {
    return work.config().get("element") instanceof Text(var name) && !name.isBlank()
        ? name
        : "item";
  }

  private int concurrency() throws ToolFailure {
    if (!(work.config().get("mode") instanceof Text(var mode) && mode.equals("async"))) {
      return 1;
    }
    int width = Collection.whole(work, "concurrency", CONCURRENCY_DEFAULT);
    return Math.clamp(width, 1, CONCURRENCY_MAX);
  }
}
