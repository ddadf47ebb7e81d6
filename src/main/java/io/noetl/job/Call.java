package io.noetl.job;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// One tool call as it travels to a worker: everything rendered but what only the worker can.
///
/// - `tool`: the kind, lower case; `config`: its own keys; `inputs`: what it works on; `code`:
///   source that is never a template.
/// - `late`: places in `config` and `inputs` (`["config", "headers", "Authorization"]`) whose text
///   is still a template, because it names `secret`, `auth`, `env` or `job`.
/// - `plan`: templates for later: `save`, `assert`, `fail_when`, `retry_when`, `stop_when`; for an
///   iterator also `where`, `order_by` and `task`.
/// - `scope`: the names that those mention (`workload`, `execution_id`, ...); `steps`: the step
///   results among them, each a map of `data`, `status` and `error` (see [ResultView]), and
///   `secret` where the step has read one.
/// - `timeoutMillis`: of this attempt; 0 for none.
public record Call(
    String tool,
    Fields config,
    Fields inputs,
    String code,
    List<List<String>> late,
    Fields plan,
    Fields scope,
    Fields steps,
    long timeoutMillis) {

  /// The field in the entry of a step among `steps` that says: its tool is `secrets`, so its value
  /// is to be read again where it is named. The broker sets it, from the playbook.
  public static final String SECRET = "secret";

  public Call {
    late = List.copyOf(late);
  }

  public Fields toFields() {
    var places = late.stream().<Value>map(Call::texts).toList();
    return Fields.builder()
        .put("tool", tool)
        .put("config", config)
        .put("inputs", inputs)
        .put("code", code)
        .put("late", new Items(places))
        .put("plan", plan)
        .put("scope", scope)
        .put("steps", steps)
        .put("timeout_ms", timeoutMillis)
        .build();
  }

  public static Call of(Fields fields) {
    var late = new ArrayList<List<String>>();
    for (var place : (Items) fields.get("late")) {
      late.add(((Items) place).list().stream().map(Call::text).toList());
    }
    return new Call(
        text(fields.get("tool")),
        (Fields) fields.get("config"),
        (Fields) fields.get("inputs"),
        text(fields.get("code")),
        late,
        (Fields) fields.get("plan"),
        (Fields) fields.get("scope"),
        (Fields) fields.get("steps"),
        fields.get("timeout_ms") instanceof Num.Int(var millis) ? millis : 0);
  }

  private static Items texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::of).toList());
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }
}
