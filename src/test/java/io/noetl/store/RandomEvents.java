package io.noetl.store;

import io.noetl.broker.Content;
import io.noetl.broker.Edge;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Origin;
import io.noetl.broker.Takeover;
import io.noetl.job.Failure;
import io.noetl.playbook.Join;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Events of every kind with all that they may hold.
public final class RandomEvents {
  public static final int KINDS = EventKind.values().length;

  private final RandomGenerator random;
  private final RandomValues values;
  private final long execution;

  public RandomEvents(RandomGenerator random, long execution) {
    this.random = random;
    this.values = new RandomValues(random);
    this.execution = execution;
  }

  public Entry entry(long number, Event event) {
    var fact = random.nextBoolean() ? Fields.EMPTY : values.fields().with("seed", values.value());
    return new Entry(number, random.nextLong(number), at(number), event, fact);
  }

  private static Instant at(long number) {
    return Micros.instant(1_760_000_000_000_000L + number);
  }

  public Event any() {
    return of(EventKind.values()[random.nextInt(KINDS)]);
  }

  Event of(EventKind kind) {
    var step = values.pick(List.of("start", "fetch", "count_all", "größe"));
    int visit = values.pick(List.of(1, 1, 2, 1000));
    var tool = values.pick(List.of("http", "python", "iterator", "step"));
    int attempt = 1 + random.nextInt(3);
    int index = random.nextInt(1000);
    return switch (kind) {
      case EXECUTION_START -> started();
      case STEP_STARTED ->
          new Event.StepStarted(
              step, visit, values.pick(List.of(Join.values())), values.fields(), values.fields());
      case ACTION_STARTED ->
          new Event.ActionStarted(
              step, visit, tool, attempt, attempt + 1, values.pick(List.of("", "w-1")), id());
      case ACTION_COMPLETED -> new Event.ActionCompleted(step, visit, tool, attempt, content());
      case ACTION_ERROR -> new Event.ActionError(step, visit, tool, attempt, failure(), content());
      case ACTION_RETRY ->
          new Event.ActionRetry(step, visit, tool, attempt, random.nextLong(1_000_000));
      case STEP_COMPLETED -> new Event.StepCompleted(step, visit, edges(), values.fields());
      case STEP_FAILED ->
          new Event.StepFailed(step, visit, failure(), random.nextBoolean(), edges());
      case STEP_CANCELLED -> new Event.StepCancelled(step, visit, values.text());
      case ITERATOR_STARTED -> new Event.IteratorStarted(step, visit, index, content());
      case ITERATOR_COMPLETED ->
          new Event.IteratorCompleted(step, visit, index, attempt, content());
      case ITERATION_STARTED ->
          new Event.IterationStarted(step, visit, index, values.value(), id());
      case ITERATION_COMPLETED ->
          new Event.IterationCompleted(step, visit, index, values.value(), content());
      case ITERATION_FAILED ->
          new Event.IterationFailed(step, visit, index, values.value(), values.text());
      case SAVE_STARTED -> new Event.SaveStarted(step, visit, index - 1, "file");
      case SAVE_COMPLETED ->
          new Event.SaveCompleted(step, visit, index - 1, "postgres", values.fields());
      case SAVE_FAILED -> new Event.SaveFailed(step, visit, -1, "file", values.text());
      case EXECUTION_CANCELLING ->
          new Event.ExecutionCancelling(
              values.pick(List.of("cancel", "timeout", "failure")), values.text());
      case EXECUTION_COMPLETE -> new Event.ExecutionCompleted(content());
      case EXECUTION_FAILED -> new Event.ExecutionFailed(step, values.text(), values.text());
      case EXECUTION_CANCELLED -> new Event.ExecutionCancelled(values.text());
      case EXECUTION_PAUSED -> new Event.ExecutionPaused();
      case EXECUTION_RESUMED -> new Event.ExecutionResumed();
    };
  }

  private Event started() {
    var origin =
        values.pick(
            List.of(
                Origin.NONE,
                new Origin(7L << 40, "parent", "parent#2", -1, ""),
                new Origin(Long.MAX_VALUE, "parent", "parent", 12, "score")));
    return new Event.ExecutionStarted(
        new PlaybookRef(values.pick(List.of("examples/hello", "größe")), 1 + random.nextInt(9)),
        content(),
        origin,
        id(),
        "start",
        random.nextBoolean(),
        edges(),
        random.nextBoolean() ? Fields.EMPTY : values.fields(),
        Takeover.NONE);
  }

  private long id() {
    return random.nextBoolean() ? 0 : Long.MAX_VALUE - random.nextInt(1000);
  }

  private Content content() {
    return switch (random.nextInt(4)) {
      case 0 -> new Content.Stored(execution, "result/" + random.nextInt(9), 1L << 40);
      case 1 -> new Content.Stored(execution + 1, "größe/result/9", random.nextInt(100_000));
      default -> Content.of(values.value());
    };
  }

  private Failure failure() {
    return new Failure(
        values.pick(List.of(Failure.Kind.values())),
        values.text(),
        values.words(),
        values.text(),
        random.nextBoolean() ? Null.NULL : values.value());
  }

  private List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      edges.add(
          new Edge(
              values.pick(List.of("end", "next", "fetch")),
              values.text(),
              values.value(),
              random.nextBoolean(),
              random.nextBoolean(),
              values.text(),
              values.fields()));
    }
    return edges;
  }
}
