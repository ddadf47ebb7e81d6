package io.noetl.store;

import io.noetl.broker.Content;
import io.noetl.broker.Edge;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Large;
import io.noetl.broker.Origin;
import io.noetl.broker.Takeover;
import io.noetl.job.Failure;
import io.noetl.playbook.Join;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads one row back into the event that [EventEncoder] wrote.
final class EventDecoder {
  private final EventRow row;
  private final Fields context;
  private final Fields meta;
  private final String step;
  private final int visit;

  EventDecoder(EventRow row) {
    this.row = row;
    context = fields(row.context());
    meta = fields(row.meta());
    step = row.nodeName();
    visit = meta.get("visit") instanceof Num.Int(var number) ? (int) number : 1;
  }

  Entry entry() {
    return new Entry(row.number(), row.parent(), row.createdAt(), event(), asFields(said("fact")));
  }

  private Event event() {
    return switch (EventKind.of(row.type())) {
      case EXECUTION_START -> executionStarted();
      case STEP_STARTED -> stepStarted();
      case ACTION_STARTED -> actionStarted();
      case ACTION_COMPLETED ->
          new Event.ActionCompleted(step, visit, row.nodeType(), count("attempt"), result());
      case ACTION_ERROR ->
          new Event.ActionError(step, visit, row.nodeType(), count("attempt"), failure(), result());
      case ACTION_RETRY ->
          new Event.ActionRetry(
              step, visit, row.nodeType(), count("attempt"), number(context.get("delay_ms")));
      case STEP_COMPLETED ->
          new Event.StepCompleted(step, visit, edges(), asFields(context.get("vars")));
      case STEP_FAILED ->
          new Event.StepFailed(step, visit, failure(), flag(meta, "handled"), edges());
      case STEP_CANCELLED -> new Event.StepCancelled(step, visit, saidText("reason"));
      case ITERATOR_STARTED ->
          new Event.IteratorStarted(
              step, visit, count("total"), content("plan", context.get("plan")));
      case ITERATOR_COMPLETED ->
          new Event.IteratorCompleted(step, visit, count("succeeded"), count("failed"), result());
      case ITERATION_STARTED ->
          new Event.IterationStarted(step, visit, row.index(), item(), id("child"));
      case ITERATION_COMPLETED ->
          new Event.IterationCompleted(step, visit, row.index(), item(), result());
      case ITERATION_FAILED -> new Event.IterationFailed(step, visit, row.index(), item(), error());
      case SAVE_STARTED -> new Event.SaveStarted(step, visit, row.index(), saidText("storage"));
      case SAVE_COMPLETED ->
          new Event.SaveCompleted(
              step, visit, row.index(), saidText("storage"), fields(row.result()));
      case SAVE_FAILED ->
          new Event.SaveFailed(step, visit, row.index(), saidText("storage"), error());
      case EXECUTION_CANCELLING ->
          new Event.ExecutionCancelling(saidText("reason"), saidText("detail"));
      case EXECUTION_COMPLETE -> new Event.ExecutionCompleted(result());
      case EXECUTION_FAILED -> executionFailed();
      case EXECUTION_CANCELLED -> new Event.ExecutionCancelled(saidText("detail"));
      case EXECUTION_PAUSED -> new Event.ExecutionPaused();
      case EXECUTION_RESUMED -> new Event.ExecutionResumed();
    };
  }

  private Event executionStarted() {
    return new Event.ExecutionStarted(
        new PlaybookRef(text(context.get("path")), count("version")),
        content("workload", context.get("workload")),
        meta.get("origin") instanceof Fields origin ? Origins.of(origin) : Origin.NONE,
        id("retry_of"),
        saidText("entry"),
        flag(meta, "routed"),
        edges(),
        asFields(context.get("vars")),
        takeover());
  }

  private Takeover takeover() {
    return meta.get("takeover") instanceof Fields fields
        ? Takeovers.of(fields)
            .map((step, _) -> content(Large.takeover(step), context.get(Large.takeover(step))))
        : Takeover.NONE;
  }

  private Event stepStarted() {
    var join = text(meta.get("join"));
    return new Event.StepStarted(
        step,
        visit,
        join.isEmpty() ? Join.ALL : Join.valueOf(join.toUpperCase(Locale.ROOT)),
        asFields(context.get("data")),
        asFields(context.get("inputs")));
  }

  private Event actionStarted() {
    return new Event.ActionStarted(
        step,
        visit,
        row.nodeType(),
        count("attempt"),
        count("max_attempts"),
        row.worker(),
        id("child"));
  }

  private Event executionFailed() {
    var told = fields(row.result());
    return new Event.ExecutionFailed(
        text(told.get("failed_step")), text(told.get("reason")), error());
  }

  private Failure failure() {
    return new Failure(
        Failure.Kind.valueOf(text(meta.get("kind")).toUpperCase(Locale.ROOT)),
        saidText("code"),
        error(),
        context.has("trace") ? text(context.get("trace")) : row.trace(),
        context.get("returned"));
  }

  private List<Edge> edges() {
    if (!(said("transitions") instanceof Items(var transitions))) {
      return List.of();
    }
    var carried = asFields(context.get("carried"));
    List<Edge> edges = new ArrayList<>(transitions.size());
    for (int i = 0; i < transitions.size(); i++) {
      var fields = (Fields) transitions.get(i);
      edges.add(
          new Edge(
              text(fields.get("step")),
              text(fields.get("when")),
              fields.get("value"),
              flag(fields, "taken"),
              flag(fields, "swallowed"),
              text(fields.get("why")),
              asFields(carried.get(Integer.toString(i)))));
    }
    return edges;
  }

  private Value item() {
    return row.item().isEmpty() ? Null.NULL : Json.read(row.item());
  }

  private String error() {
    return context.has("error") ? text(context.get("error")) : row.error();
  }

  private Content result() {
    return row.result().isEmpty() ? Content.NOTHING : content("result", Json.read(row.result()));
  }

  private Content content(String name, Value value) {
    if (asFields(meta.get("payload")).get(name) instanceof Fields reference) {
      return new Content.Stored(
          reference.has("execution")
              ? Long.parseLong(text(reference.get("execution")))
              : row.execution(),
          text(reference.get("name")),
          number(reference.get("bytes")));
    }
    return Content.of(value);
  }

  private Value said(String name) {
    return meta.has(name) ? meta.get(name) : context.get(name);
  }

  private String saidText(String name) {
    return text(said(name));
  }

  private int count(String name) {
    return (int) number(context.get(name));
  }

  private long id(String name) {
    var text = text(meta.get(name));
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static long number(Value value) {
    return value instanceof Num.Int(var number) ? number : 0;
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : "";
  }

  private static boolean flag(Fields fields, String name) {
    return fields.get(name) == Bool.TRUE;
  }

  private static Fields asFields(Value value) {
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }

  private static Fields fields(String json) {
    return json.isEmpty() ? Fields.EMPTY : asFields(Json.read(json));
  }
}
