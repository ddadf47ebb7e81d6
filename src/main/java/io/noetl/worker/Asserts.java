package io.noetl.worker;

import io.noetl.job.ResultView;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.List;

/// The names that a step says it expects among its inputs and returns in its result. One that is
/// missing is noted in the step's log, or fails the step where `assert` says `strict: true`.
final class Asserts {
  private static final String DATA = "data.";

  private Asserts() {}

  static void expects(Work work, Watch watch) throws ToolFailure {
    for (var name : names(work, "expects")) {
      var inInputs = find(work.inputs(), name.startsWith(DATA) ? name.substring(5) : name);
      if (isMissing(inInputs) && isMissing(find(work.config(), name))) {
        tell(work, watch, "the step expects '%s', which is not among its inputs".formatted(name));
      }
    }
  }

  static void returns(Work work, Value result, Watch watch) throws ToolFailure {
    for (var name : names(work, "returns")) {
      if (isMissing(find(new ResultView(work.step(), result, "success", ""), name))) {
        tell(work, watch, "the step returns '%s', which is not in its result".formatted(name));
      }
    }
  }

  private static List<String> names(Work work, String key) {
    return work.plan().asserts().get(key) instanceof Items(var list)
        ? list.stream().map(Asserts::text).toList()
        : List.of();
  }

  private static String text(Value name) {
    return name instanceof Text(var text) ? text : name.toString();
  }

  private static Value find(Value from, String dotted) {
    var value = from;
    for (var name : dotted.split("\\.", -1)) {
      value =
          switch (value) {
            case Fields fields -> fields.find(name).orElseGet(() -> new Undefined(name));
            case View view -> view.attribute(name);
            default -> new Undefined(name);
          };
    }
    return value;
  }

  private static boolean isMissing(Value value) {
    return value instanceof Undefined;
  }

  private static void tell(Work work, Watch watch, String message) throws ToolFailure {
    if (work.plan().asserts().get("strict") == Bool.TRUE) {
      throw ToolFailure.invalid("assert", message);
    }
    watch.log("assert: " + message + "\n");
  }
}
