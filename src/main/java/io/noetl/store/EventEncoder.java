package io.noetl.store;

import io.noetl.broker.Content;
import io.noetl.broker.Edge;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Event.ActionCompleted;
import io.noetl.broker.Event.ActionError;
import io.noetl.broker.Event.ActionRetry;
import io.noetl.broker.Event.ActionStarted;
import io.noetl.broker.Event.ExecutionCancelled;
import io.noetl.broker.Event.ExecutionCancelling;
import io.noetl.broker.Event.ExecutionCompleted;
import io.noetl.broker.Event.ExecutionFailed;
import io.noetl.broker.Event.ExecutionPaused;
import io.noetl.broker.Event.ExecutionResumed;
import io.noetl.broker.Event.ExecutionStarted;
import io.noetl.broker.Event.IterationCompleted;
import io.noetl.broker.Event.IterationFailed;
import io.noetl.broker.Event.IterationStarted;
import io.noetl.broker.Event.IteratorCompleted;
import io.noetl.broker.Event.IteratorStarted;
import io.noetl.broker.Event.SaveCompleted;
import io.noetl.broker.Event.SaveFailed;
import io.noetl.broker.Event.SaveStarted;
import io.noetl.broker.Event.StepCancelled;
import io.noetl.broker.Event.StepCompleted;
import io.noetl.broker.Event.StepFailed;
import io.noetl.broker.Event.StepStarted;
import io.noetl.broker.Large;
import io.noetl.job.Failure;
import io.noetl.playbook.Join;
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

/// Writes one event as a row. Data of users stands in `context`, `result` and `item`, which keep
/// every JSON text as it is; `meta` holds what the engine says about the event.
final class EventEncoder {
  private final long execution;
  private final long parentExecution;
  private final long catalog;
  private final Entry entry;
  private final Fields.Builder context = Fields.builder();
  private final Fields.Builder meta = Fields.builder();
  private final Fields.Builder payloads = Fields.builder();
  private String result = "";
  private String error = "";
  private String item = "";
  private String worker = "";
  private String trace = "";
  private int index = -1;

  EventEncoder(long execution, long parentExecution, long catalog, Entry entry) {
    this.execution = execution;
    this.parentExecution = parentExecution;
    this.catalog = catalog;
    this.entry = entry;
  }

  EventRow row() {
    var event = entry.event();
    var kind = EventKind.of(event);
    String step = "";
    int visit = 1;
    if (event instanceof Event.OfStep it) {
      step = it.step();
      visit = it.visit();
      if (visit > 1) {
        meta.put("visit", visit);
      }
    }
    write(event);
    var stored = payloads.build();
    if (!stored.isEmpty()) {
      meta.put("payload", stored);
    }
    if (!entry.fact().isEmpty()) {
      say("fact", entry.fact());
    }
    return new EventRow(
        execution,
        entry.number(),
        catalog,
        entry.parent(),
        parentExecution,
        entry.at(),
        kind.wire,
        step.isEmpty() ? "" : EventCodec.nodeId(execution, step, visit),
        step,
        event instanceof Event.OfAction it ? it.tool() : kind.nodeType,
        kind.status,
        json(context.build()),
        result,
        json(meta.build()),
        error,
        index,
        item,
        worker,
        trace);
  }

  private void write(Event event) {
    switch (event) {
      case ExecutionStarted it -> write(it);
      case StepStarted it -> write(it);
      case ActionStarted it -> write(it);
      case ActionCompleted it -> {
        context.put("attempt", it.attempt());
        result(it.result());
      }
      case ActionError it -> {
        context.put("attempt", it.attempt());
        failure(it.failure());
        result(it.result());
      }
      case ActionRetry it -> context.put("attempt", it.attempt()).put("delay_ms", it.delayMillis());
      case StepCompleted it -> {
        carry("vars", it.vars());
        edges(it.edges());
      }
      case StepFailed it -> write(it);
      case StepCancelled it -> say("reason", it.reason());
      case IteratorStarted it -> {
        context.put("total", it.total());
        place("plan", it.plan());
      }
      case IteratorCompleted it -> {
        context.put("succeeded", it.succeeded()).put("failed", it.failed());
        result(it.result());
      }
      case IterationStarted it -> {
        iteration(it.index(), it.item());
        id("child", it.child());
      }
      case IterationCompleted it -> {
        iteration(it.index(), it.item());
        result(it.result());
      }
      case IterationFailed it -> {
        iteration(it.index(), it.item());
        error(it.error());
      }
      case SaveStarted it -> save(it.index(), it.storage());
      case SaveCompleted it -> {
        save(it.index(), it.storage());
        result = json(it.answer());
      }
      case SaveFailed it -> {
        save(it.index(), it.storage());
        error(it.error());
      }
      case ExecutionCancelling it -> {
        say("reason", it.reason());
        say("detail", it.detail());
      }
      case ExecutionCompleted it -> result(it.result());
      case ExecutionFailed it -> write(it);
      case ExecutionCancelled it -> say("detail", it.detail());
      case ExecutionPaused _, ExecutionResumed _ -> {}
    }
  }

  private void write(ExecutionStarted it) {
    context.put("path", it.playbook().path()).put("version", it.playbook().version());
    place("workload", it.workload());
    if (it.origin().exists()) {
      meta.put("origin", Origins.toFields(it.origin()));
    }
    id("retry_of", it.retryOf());
    say("entry", it.entry());
    if (it.routed()) {
      meta.put("routed", true);
    }
    carry("vars", it.vars());
    edges(it.edges());
    if (it.takeover().exists()) {
      meta.put("takeover", Takeovers.toFields(it.takeover()));
      it.takeover().steps().forEach((step, done) -> place(Large.takeover(step), done.result()));
    }
  }

  private void write(StepStarted it) {
    carry("data", it.data());
    carry("inputs", it.inputs());
    if (it.join() != Join.ALL) {
      meta.put("join", it.join().name().toLowerCase(Locale.ROOT));
    }
  }

  private void write(ActionStarted it) {
    context.put("attempt", it.attempt()).put("max_attempts", it.attemptsMax());
    worker = it.worker();
    id("child", it.child());
  }

  private void write(StepFailed it) {
    failure(it.failure());
    if (it.handled()) {
      meta.put("handled", true);
    }
    edges(it.edges());
  }

  private void write(ExecutionFailed it) {
    result =
        json(
            Fields.builder()
                .put("failed_step", it.failedStep())
                .put("reason", it.reason())
                .build());
    error(it.error());
  }

  private void failure(Failure failure) {
    meta.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
    say("code", failure.code());
    error(failure.message());
    if (Portable.isPortable(failure.trace())) {
      trace = failure.trace();
    } else {
      context.put("trace", failure.trace());
    }
    if (failure.result() != Null.NULL) {
      context.put("returned", failure.result());
    }
  }

  private void edges(List<Edge> edges) {
    if (edges.isEmpty()) {
      return;
    }
    List<Value> transitions = new ArrayList<>(edges.size());
    var carried = Fields.builder();
    for (int i = 0; i < edges.size(); i++) {
      transitions.add(transition(edges.get(i)));
      if (!edges.get(i).data().isEmpty()) {
        carried.put(Integer.toString(i), edges.get(i).data());
      }
    }
    say("transitions", new Items(transitions));
    carry("carried", carried.build());
  }

  private static Fields transition(Edge edge) {
    var fields = Fields.builder().put("step", edge.target());
    if (!edge.when().isEmpty()) {
      fields.put("when", edge.when());
    }
    if (edge.value() != Null.NULL) {
      fields.put("value", edge.value());
    }
    fields.put("taken", edge.taken());
    if (edge.swallowed()) {
      fields.put("swallowed", true);
    }
    if (!edge.why().isEmpty()) {
      fields.put("why", edge.why());
    }
    return fields.build();
  }

  private void iteration(int newIndex, Value newItem) {
    index = newIndex;
    item = json(newItem);
  }

  private void save(int newIndex, String storage) {
    index = newIndex;
    say("storage", storage);
  }

  private void result(Content content) {
    if (!content.isNothing()) {
      result = json(shown("result", content));
    }
  }

  private void place(String name, Content content) {
    if (!content.isNothing()) {
      context.put(name, shown(name, content));
    }
  }

  /// The value itself, or where it is. Only `meta.payload` tells which: data may look like a
  /// reference.
  private Value shown(String name, Content content) {
    return switch (content) {
      case Content.Inline(var value) -> value;
      case Content.Stored(var owner, var payload, var bytes) -> {
        var reference = Fields.builder().put("name", payload).put("bytes", bytes);
        if (owner != execution) {
          reference.put("execution", Long.toString(owner));
        }
        payloads.put(name, reference.build());
        yield Fields.of("payload", Text.of(payload), "bytes", Num.of(bytes));
      }
    };
  }

  private void error(String text) {
    if (Portable.isPortable(text)) {
      error = text;
    } else {
      context.put("error", text);
    }
  }

  private void carry(String name, Fields data) {
    if (!data.isEmpty()) {
      context.put(name, data);
    }
  }

  private void id(String name, long id) {
    if (id != 0) {
      meta.put(name, Long.toString(id));
    }
  }

  private void say(String name, String text) {
    if (!text.isEmpty()) {
      say(name, Text.of(text));
    }
  }

  /// Into `meta`, unless it would not survive there.
  private void say(String name, Value value) {
    (Portable.isPortable(value) ? meta : context).put(name, value);
  }

  private static String json(Fields fields) {
    return fields.isEmpty() ? "" : json((Value) fields);
  }

  private static String json(Value value) {
    return Portable.json(Json.write(value));
  }
}
