package io.noetl.playbook;

import io.noetl.template.Document;
import io.noetl.value.Fields;
import java.util.List;
import java.util.Optional;

/// A named node of the workflow. Without a task it is a *router*: passed through at once.
///
/// `vars` are set from the result when the step completes. `result` is the mapping of an `end`
/// step, which joins all branches whatever it says. `visitsMax` bounds how often one execution may
/// enter the step (1 or more). `resources` is what plans count it to take of which resource.
public record Step(
    String name,
    Place place,
    Optional<Task> task,
    Join join,
    int visitsMax,
    List<Transition> next,
    ErrorRoute onError,
    Document vars,
    Optional<Document> result,
    Fields resources) {
  public static final String START = "start";
  public static final String END = "end";
  public static final int VISITS_MAX_DEFAULT = 1000;

  public Step {
    next = List.copyOf(next);
    join = name.equalsIgnoreCase(END) ? Join.ALL : join;
    if (visitsMax < 1) {
      throw new IllegalArgumentException("max_visits must be 1 or more, is " + visitsMax);
    }
  }

  /// The same step with that task.
  Step with(Optional<Task> newTask) {
    return new Step(name, place, newTask, join, visitsMax, next, onError, vars, result, resources);
  }

  public boolean isRouter() {
    return task.isEmpty();
  }

  public boolean isEnd() {
    return name.equalsIgnoreCase(END);
  }
}
