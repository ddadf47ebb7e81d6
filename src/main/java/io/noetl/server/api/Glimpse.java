package io.noetl.server.api;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.job.ResultView;
import io.noetl.store.ExecutionRow;
import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What templates could see in an execution after its last event: workload, results, variables.
/// Large values are loaded when a template asks for them.
final class Glimpse {
  private final ExecutionRow row;
  private final Histories histories;
  private final Map<String, Content> actions = new HashMap<>();
  private final Map<String, ResultView> failed = new HashMap<>();
  private final Map<String, Content> results = new HashMap<>();
  private Content workload = Content.NOTHING;
  private Fields vars = Fields.EMPTY;

  Glimpse(ExecutionRow row, Histories histories) {
    this.row = row;
    this.histories = histories;
    histories.each(row.execution(), this::add);
  }

  private void add(Entry entry) {
    switch (entry.event()) {
      case Event.ExecutionStarted it -> workload = it.workload();
      case Event.ActionCompleted it -> actions.put(it.step() + "#" + it.visit(), it.result());
      case Event.StepCompleted it -> {
        var result = actions.remove(it.step() + "#" + it.visit());
        if (result != null) {
          results.put(it.step(), result);
          failed.remove(it.step());
        }
        vars = vars.overlaid(it.vars());
      }
      case Event.StepFailed it -> {
        results.remove(it.step());
        failed.put(
            it.step(), new ResultView(it.step(), Null.NULL, "error", it.failure().message()));
      }
      default -> {}
    }
  }

  /// The names, `over` before all but the reserved ones.
  Scope scope(Fields over) {
    return name ->
        switch (name) {
          case "workload", "work", "context" -> histories.load(workload);
          case "execution_id" -> Text.of(Long.toString(row.execution()));
          case "vars" -> vars;
          case "path" -> Text.of(row.playbook().path());
          case "version" -> Num.of(row.playbook().version());
          default -> over.has(name) ? over.get(name) : found(name);
        };
  }

  private Value found(String name) {
    var result = results.get(name);
    if (result != null) {
      return new ResultView(name, histories.load(result), "success", "");
    }
    var failure = failed.get(name);
    if (failure != null) {
      return failure;
    }
    return histories.load(workload) instanceof Fields fields && fields.has(name)
        ? fields.get(name)
        : new Undefined(name);
  }

  /// The names of what there is, for people.
  List<String> names() {
    var names = new ArrayList<>(List.of("workload", "execution_id", "vars", "path", "version"));
    names.addAll(results.keySet().stream().sorted().toList());
    return names;
  }
}
