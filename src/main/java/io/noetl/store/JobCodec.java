package io.noetl.store;

import io.noetl.job.Call;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.List;

/// A job's call to and from the queue's columns `action` (what to do) and `context` (what its late
/// templates may name). What is empty is left out.
public final class JobCodec {
  private static final List<String> ACTION =
      List.of("tool", "config", "inputs", "code", "late", "plan", "timeout_ms");
  private static final List<String> CONTEXT = List.of("scope", "steps");

  private static final Fields EMPTY_CALL =
      new Call(
              "",
              Fields.EMPTY,
              Fields.EMPTY,
              "",
              List.of(),
              Fields.EMPTY,
              Fields.EMPTY,
              Fields.EMPTY,
              0)
          .toFields();

  private JobCodec() {}

  public static String action(Call call) {
    return json(call.toFields(), ACTION);
  }

  /// Empty if the call needs none.
  public static String context(Call call) {
    return call.scope().isEmpty() && call.steps().isEmpty() ? "" : json(call.toFields(), CONTEXT);
  }

  public static Call call(String action, String context) {
    return Call.of(EMPTY_CALL.overlaid(fields(action)).overlaid(fields(context)));
  }

  private static String json(Fields call, List<String> names) {
    var kept = Fields.builder();
    for (var name : names) {
      Value value = call.get(name);
      if (!value.equals(EMPTY_CALL.get(name))) {
        kept.put(name, value);
      }
    }
    return Portable.json(Json.write(kept.build()));
  }

  private static Fields fields(String json) {
    return json.isEmpty() ? Fields.EMPTY : (Fields) Json.read(json);
  }
}
