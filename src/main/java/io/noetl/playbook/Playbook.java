package io.noetl.playbook;

import io.noetl.value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A workflow as its author wrote it, normalised: every dialect's spelling has become one form.
///
/// `workload` holds the inputs with defaults, templates not yet rendered; `inputs` says what they
/// may be. `entry` is the step an execution begins with. `timeout` bounds the whole execution,
/// counted from execution_start.
public record Playbook(
    String path,
    String name,
    Fields metadata,
    Fields workload,
    DeclaredInputs inputs,
    List<Step> steps,
    String entry,
    Optional<Duration> timeout,
    Graph graph) {

  public Playbook {
    steps = List.copyOf(steps);
  }

  /// The step called `name`. The parser has seen to it that every transition's target exists.
  public Step step(String name) {
    return graph.step(name);
  }

  public boolean has(String step) {
    return graph.has(step);
  }
}
