package io.noetl.broker;

import io.noetl.job.Call;
import io.noetl.job.ResultView;
import io.noetl.playbook.Task;
import io.noetl.template.Document;
import io.noetl.template.TemplateError;
import io.noetl.value.Bool;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns a step's task into a call that a worker can run: renders what can be rendered now, and
/// packs the names that later templates mention.
final class Calls {
  private static final int SHOWN_MAX = 4096;

  /// The tools whose steps the broker carries out by itself.
  private static final Set<String> WITHOUT_WORKER = Set.of("wait", "playbook");

  private final Deciding deciding;

  Calls(Deciding deciding) {
    this.deciding = deciding;
  }

  /// The call of a step that was reached with `data`. Throws [TemplateError] when an input cannot
  /// be rendered.
  Call of(String step, Task task, Fields data) {
    var names = deciding.names();
    var inputs = inputs(step, task, data);
    var scope = names.scope(step, data.overlaid(inputs.fields()));
    var config = fields(task.config().render(scope, deciding.ambient()));
    var late = new ArrayList<>(inputs.late());
    task.config().kept().forEach(place -> late.add(prefixed("config", place)));
    refuseWithoutWorker(task, late);
    var mentions = deciding.mentions(task).with(inputs.names());
    var packed = new Packing(names, step, data, mentions, deciding.secretSteps()).packed();
    return new Call(
        task.tool(),
        inputs.valueOnly() ? config.with("value_only", Bool.TRUE) : config,
        inputs.fields(),
        task.code(),
        late,
        task.late(),
        packed.scope(),
        packed.steps(),
        timeoutMillis(step, task, data));
  }

  /// Text that looks like a template must not become data.
  private static void refuseWithoutWorker(Task task, List<List<String>> late) {
    if (WITHOUT_WORKER.contains(task.tool()) && !late.isEmpty()) {
      throw new TemplateError(
          ("%s: names secret, env, job, auth or a secrets step, which only a worker knows;"
                  + " a %s step has none (name it in the steps that use it)")
              .formatted(String.join(".", late.getFirst()), task.tool()),
          0);
    }
  }

  /// The attempt's bound in milliseconds, 0 for none.
  long timeoutMillis(String step, Task task, Fields data) {
    if (task.timeout().isNull()) {
      return 0;
    }
    var value = task.timeout().render(deciding.names().scope(step, data), deciding.ambient());
    return value == Null.NULL ? 0 : millis("timeout", value);
  }

  static long millis(String key, Value value) {
    return Durations.parse(value)
        .orElseThrow(
            () ->
                new TemplateError(
                    "%s: expected a duration such as 30, 500ms or 5m, found %s"
                        .formatted(key, io.noetl.value.Json.write(value)),
                    0))
        .toMillis();
  }

  /// The merged inputs: those of the workbook entry, then the step's, then what the edges carried.
  private Inputs inputs(String step, Task task, Fields data) {
    var names = deciding.names();
    var own = fields(task.inputs().render(names.scope(step, data), deciding.ambient()));
    var late = new ArrayList<List<String>>();
    var mentioned = new HashSet<String>();
    for (var spot : deciding.lateEdges().in(data, step)) {
      late.add(prefixed("inputs", spot.place()));
      mentioned.addAll(spot.names());
    }
    addKept(late, task.inputs(), data);
    boolean valueOnly = false;
    if (task.dynamic().isPresent()) {
      var dynamic = task.dynamic().get();
      var value = dynamic.render(names.scope(step, data), deciding.ambient());
      if (!dynamic.kept().isEmpty()) {
        late.add(List.of("inputs", "data"));
      }
      if (value instanceof Fields map) {
        own = own.overlaid(map);
      } else {
        own = own.with("input_data", value).with("data", value);
        valueOnly = true;
      }
    }
    var callers = own.overlaid(data);
    if (task.defaults() == Document.EMPTY) {
      return new Inputs(callers, late, mentioned, valueOnly);
    }
    var defaults = fields(task.defaults().render(names.scope(step, callers), deciding.ambient()));
    addKept(late, task.defaults(), callers);
    return new Inputs(defaults.overlaid(callers), late, mentioned, valueOnly);
  }

  /// `names` are those that later templates mention which the edges brought along.
  private record Inputs(
      Fields fields, List<List<String>> late, Set<String> names, boolean valueOnly) {}

  private static void addKept(List<List<String>> late, Document document, Fields hiddenBy) {
    for (var place : document.kept()) {
      if (place.isEmpty() || !hiddenBy.has(place.getFirst())) {
        late.add(prefixed("inputs", place));
      }
    }
  }

  private static List<String> prefixed(String first, List<String> place) {
    var whole = new ArrayList<String>();
    whole.add(first);
    whole.addAll(place);
    return List.copyOf(whole);
  }

  private static Fields fields(Value value) {
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }

  /// Inputs as the event shows them: whole if they are small, else only their names and sizes.
  static Fields shown(Fields inputs) {
    if (roughSize(inputs, SHOWN_MAX) <= SHOWN_MAX) {
      return inputs;
    }
    var shown = Fields.builder();
    inputs.forEach(
        (name, value) -> {
          int share = SHOWN_MAX / Math.max(1, inputs.size());
          boolean small = roughSize(value, share) <= share;
          shown.put(name, small ? value : Text.of("(a large " + value.kind() + ")"));
        });
    return shown.build();
  }

  /// About how many characters `value` takes as JSON; stops counting beyond `enough`.
  static int roughSize(Value value, int enough) {
    return switch (value) {
      case Text(var text) -> text.length() + 2;
      case Items(var list) -> {
        int size = 2;
        for (int i = 0; i < list.size() && size <= enough; i++) {
          size += 1 + roughSize(list.get(i), enough - size);
        }
        yield size;
      }
      case Fields fields -> {
        int size = 2;
        for (var entry : fields.asMap().entrySet()) {
          if (size > enough) {
            break;
          }
          size += entry.getKey().length() + 4 + roughSize(entry.getValue(), enough - size);
        }
        yield size;
      }
      case Num _ -> 8;
      default -> 5;
    };
  }

  /// Packs the names that a job's later templates mention.
  record Packing(
      Names names, String step, Fields over, Mentions mentions, Set<String> secretSteps) {

    record Packed(Fields scope, Fields steps) {}

    Packed packed() {
      if (mentions.everything()) {
        var steps = allSteps();
        for (var name : mentions.names()) {
          if (secretSteps.contains(name) && steps.get(name) instanceof Fields fields) {
            steps = steps.with(name, fields.with(Call.SECRET, Bool.TRUE));
          }
        }
        return new Packed(names.everything(step).overlaid(over), steps);
      }
      if (mentions.names().isEmpty()) {
        return new Packed(Fields.EMPTY, Fields.EMPTY);
      }
      var scope = Fields.builder();
      var steps = Fields.builder();
      mentions.names().stream().sorted().forEach(name -> pack(name, scope, steps));
      return new Packed(scope.build(), steps.build());
    }

    private void pack(String name, Fields.Builder scope, Fields.Builder steps) {
      switch (names.scope(step, over).find(name)) {
        case ResultView view -> steps.put(name, packed(name, view));
        case io.noetl.value.Undefined _ -> {}
        case Value value -> scope.put(name, value);
      }
    }

    private Fields packed(String name, ResultView view) {
      var fields = view.toFields();
      return secretSteps.contains(name) ? fields.with(Call.SECRET, Bool.TRUE) : fields;
    }

    private Fields allSteps() {
      var steps = Fields.builder();
      for (Map.Entry<String, Value> entry : new java.util.TreeMap<>(names.results()).entrySet()) {
        if (entry.getValue() instanceof ResultView view) {
          steps.put(entry.getKey(), view.toFields());
        }
      }
      return steps.build();
    }
  }
}
