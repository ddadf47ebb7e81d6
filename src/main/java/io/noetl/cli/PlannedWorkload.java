package io.noetl.cli;

import io.noetl.template.Ambient;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Undefined;
import java.time.Instant;

/// The workload that a plan counts with: the playbook's, with the user's values over it. What only
/// an execution can render stays as it is written.
final class PlannedWorkload {
  private static final Ambient AMBIENT = Ambient.of(Instant.EPOCH, 0);

  private PlannedWorkload() {}

  static Fields of(Fields defaults, Payload payload) {
    var raw = Payload.deep(defaults.overlaid(payload.fields()), payload.settings());
    Scope scope =
        name -> name.equals("workload") ? raw : raw.find(name).orElseGet(() -> new Undefined(name));
    var workload = Fields.builder();
    raw.forEach(
        (name, value) -> {
          try {
            workload.put(name, Document.of(value).render(scope, AMBIENT));
          } catch (TemplateError e) {
            workload.put(name, value); // It asks for what is not there yet.
          }
        });
    return workload.build();
  }
}
