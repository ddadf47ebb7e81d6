package io.noetl.broker;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What a retry takes over from the execution before it: how its steps ended, its variables, and
/// where to begin. Of no steps and no beginnings for an execution that starts afresh.
public record Takeover(
    Map<String, Done> steps, Fields vars, String lastCompleted, List<Beginning> beginnings) {
  public static final Takeover NONE = new Takeover(Map.of(), Fields.EMPTY, "", List.of());

  public Takeover {
    steps = java.util.Collections.unmodifiableMap(new TreeMap<>(steps));
    beginnings = List.copyOf(beginnings);
  }

  /// A step that was entered: how often, and how its latest finished visit ended. `status` is empty
  /// if it was only passed, else `success`, or `error` for a failure that was handled; `errors` are
  /// those of an iterator's items.
  public record Done(int visits, String status, Content result, String error, Items errors) {}

  /// A branch that stands before a step: where it came from, what it carries, and the visits of
  /// `join: any` steps that it descends from.
  public record Beginning(String step, String from, Fields data, Map<String, Integer> lineage) {
    public Beginning {
      lineage = java.util.Collections.unmodifiableMap(new TreeMap<>(lineage));
    }
  }

  public boolean exists() {
    return !beginnings.isEmpty();
  }

  /// The same with `change` made to each result; it gets the step's name with it.
  public Takeover map(java.util.function.BiFunction<String, Content, Content> change) {
    var changed = new TreeMap<String, Done>();
    steps.forEach(
        (step, done) ->
            changed.put(
                step,
                new Done(
                    done.visits(),
                    done.status(),
                    change.apply(step, done.result()),
                    done.error(),
                    done.errors())));
    return new Takeover(changed, vars, lastCompleted, beginnings);
  }

  /// The same with every result at hand.
  public Takeover loaded(UnaryOperator<Content> load) {
    return map((_, content) -> load.apply(content));
  }
}
