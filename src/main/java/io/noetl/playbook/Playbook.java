package io.noetl.playbook;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /// What a caller may give as a JSON Schema; nothing where no inputs are declared.
  public Optional<Fields> inputForm() {
    return inputs.equals(DeclaredInputs.NONE)
        ? Optional.empty()
        : Optional.of(InputForm.of(inputs, workload));
  }

  /// `metadata.labels`, each value as text; lists and maps among them are no labels.
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    if (metadata.get("labels") instanceof Fields fields) {
      fields.forEach(
          (name, value) -> {
            switch (value) {
              case Text(var text) -> labels.put(name, text);
              case Num _, Bool _ -> labels.put(name, Json.write(value));
              default -> {}
            }
          });
    }
    return labels;
  }

  public boolean has(String step) {
    return graph.has(step);
  }
}
