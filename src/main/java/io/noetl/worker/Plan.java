package io.noetl.worker;

import io.noetl.template.Condition;
import io.noetl.tool.Toolbox;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Optional;

/// What is left to do around a tool's run, compiled: checks and conditions, the save, and for an
/// iterator its loop.
record Plan(
    Fields asserts,
    Optional<Condition> failWhen,
    Optional<Condition> retryWhen,
    Optional<Condition> stopWhen,
    Optional<Saving> save,
    Optional<Loop> loop,
    Fields paginate) {

  /// Reads the plan of a call, or the body of an iterator, whose conditions for a retry stand in
  /// its `retry`. Throws [io.noetl.template.TemplateError].
  static Plan of(Fields plan, Toolbox toolbox) {
    var retry = plan.get("retry") instanceof Fields fields ? fields : plan;
    return new Plan(
        plan.get("assert") instanceof Fields asserts ? asserts : Fields.EMPTY,
        condition(plan.get("fail_when")),
        condition(retry.get("retry_when")),
        condition(retry.get("stop_when")),
        plan.get("save") instanceof Fields save
            ? Optional.of(Saving.of(save, toolbox))
            : Optional.empty(),
        plan.get("task") instanceof Fields ? Optional.of(Loop.of(plan, toolbox)) : Optional.empty(),
        plan.get("paginate") instanceof Fields paginate ? paginate : Fields.EMPTY);
  }

  private static Optional<Condition> condition(Value value) {
    if (value == Null.NULL) {
      return Optional.empty();
    }
    return Optional.of(Condition.parse(value instanceof Text(var text) ? text : Json.write(value)));
  }
}
