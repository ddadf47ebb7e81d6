package io.noetl.playbook;

import io.noetl.template.Document;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A playbook as it was understood, as YAML: every dialect's spelling in its one form, in a fixed
/// order. Reading it gives the same playbook.
public final class Explanation {
  /// The keys of the document, in their order.
  private final Fields.Builder document = Fields.builder();

  private final List<Value> workbook = new ArrayList<>();

  private Explanation() {}

  /// The canonical text of `playbook`.
  public static String of(Playbook playbook) {
    return YamlWriter.of(new Explanation().document(playbook));
  }

  private Fields document(Playbook playbook) {
    var steps = playbook.steps().stream().<Value>map(this::step).toList();
    document.put("apiVersion", Dialects.V1).put("kind", "Playbook");
    var metadata = playbook.metadata();
    boolean saysPath =
        metadata.get("path") instanceof Text(var path) && path.strip().equals(playbook.path());
    if (!saysPath) {
      document.put("path", playbook.path());
    }
    putUnlessEmpty(document, "metadata", metadata);
    putUnlessEmpty(document, "workload", playbook.workload());
    putUnlessEmpty(document, "inputs", playbook.inputs().canonical());
    playbook.timeout().ifPresent(timeout -> document.put("timeout", written(timeout)));
    if (!workbook.isEmpty()) {
      document.put("workbook", new Items(workbook));
    }
    return document.put("workflow", new Items(steps)).build();
  }

  private static void putUnlessEmpty(Fields.Builder to, String name, Fields fields) {
    if (!fields.isEmpty()) {
      to.put(name, fields);
    }
  }

  static Value written(Duration duration) {
    boolean isExact = duration.toNanos() == duration.toMillis() * 1_000_000;
    return isExact ? Text.of(Durations.text(duration)) : Num.of(duration.toNanos() / 1e9);
  }

  private Fields step(Step step) {
    var form = Fields.builder().put("step", step.name());
    if (step.task().isPresent()) {
      task(step, step.task().get(), form);
    }
    if (step.join() != Join.ALL) {
      form.put("join", step.join().name().toLowerCase(java.util.Locale.ROOT));
    }
    if (step.visitsMax() != Step.VISITS_MAX_DEFAULT) {
      form.put("max_visits", step.visitsMax());
    }
    if (step.vars().source() instanceof Fields vars) {
      putUnlessEmpty(form, "vars", vars);
    }
    step.result().ifPresent(result -> form.put("result", result.source()));
    if (!step.next().isEmpty()) {
      form.put("next", edges(step.next()));
    }
    switch (step.onError()) {
      case ErrorRoute.Fail _ -> {}
      case ErrorRoute.Continue _ -> form.put("on_error", "continue");
      case ErrorRoute.Edges(var edges) -> form.put("on_error", edges(edges));
    }
    return form.build();
  }

  private void task(Step step, Task task, Fields.Builder form) {
    var written = TaskForm.of(task);
    boolean hasEdges = step.onError() instanceof ErrorRoute.Edges;
    if (written.continues() && (hasEdges || step.onError() instanceof ErrorRoute.Continue)) {
      // Two meanings of `on_error`: that of the items stands under `loop`.
      form.putAll(written.asLoop(step.name(), this::entry));
    } else {
      form.putAll(written.whole(step.name(), this::entry));
    }
    if (task.pool() != Document.NULL) {
      form.put("pool", task.pool().source());
    }
    if (task.priority() != 0) {
      form.put("priority", task.priority());
    }
  }

  /// Puts an entry into the workbook.
  private void entry(Fields entry) {
    workbook.add(entry);
  }

  private static Value edges(List<Transition> edges) {
    return new Items(edges.stream().map(Explanation::edge).toList());
  }

  private static Value edge(Transition edge) {
    var data = edge.data().source() instanceof Fields fields ? fields : Fields.EMPTY;
    var target = Fields.builder().put("step", edge.target());
    return switch (edge.guard()) {
      case Transition.Always _ -> {
        putUnlessEmpty(target, "data", data);
        yield data.isEmpty() ? Text.of(edge.target()) : target.build();
      }
      case Transition.When(var condition) -> {
        target.put("when", condition.source());
        putUnlessEmpty(target, "data", data);
        yield target.build();
      }
      case Transition.Else _ -> {
        putUnlessEmpty(target, "data", data);
        yield Fields.of(
            "else", data.isEmpty() ? Text.of(edge.target()) : Fields.copyOf(asMap(target)));
      }
    };
  }

  private static Map<String, Value> asMap(Fields.Builder builder) {
    return builder.build().asMap();
  }
}
