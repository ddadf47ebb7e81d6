package io.noetl.playbook;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import java.util.List;

/// What a playbook says of its inputs (`inputs:`): a schema for each name, and whether there may be
/// others. Their defaults stand in the workload.
public record DeclaredInputs(Fields schemas, boolean additional) {
  public static final DeclaredInputs NONE = new DeclaredInputs(Fields.EMPTY, true);

  /// All that is wrong with a workload, each with its path, what was expected and what was found.
  /// `workload` is what the playbook has of itself; inputs of which `templates` holds one are let
  /// pass, as they are not rendered yet.
  public List<String> check(Fields inputs, Fields workload, Fields templates) {
    var flaws = new InputFlaws();
    InputSchema.checkAll("", inputs, ready(templates), true, flaws);
    if (!additional) {
      for (var name : inputs.names()) {
        if (!schemas.has(name) && !workload.has(name)) {
          flaws.addUnknown(name, Nearest.hint(name, schemas.names()));
        }
      }
    }
    return flaws.list();
  }

  /// The schemas of all that can be checked by now.
  private Fields ready(Fields templates) {
    var ready = Fields.builder();
    schemas.forEach(
        (name, schema) -> {
          if (!InputSchema.holdsTemplate(templates.get(name))) {
            ready.put(name, schema);
          }
        });
    return ready.build();
  }

  /// Settings (`--set`) as the declared types take them.
  public Fields coerced(Fields settings) {
    return schemas.isEmpty() ? settings : InputSchema.coerced(settings, schemas);
  }

  /// As a playbook says it.
  Fields canonical() {
    return additional ? schemas : schemas.with("additional", Bool.FALSE);
  }
}
