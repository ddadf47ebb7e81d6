package io.noetl.tool;

import io.noetl.template.Scope;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;

/// What a tool is to do: every template rendered.
///
/// `key` is the idempotency key of the work (execution/step/visit/iteration). `code` is source that
/// is no template; it begins on the line `config.code_line` of the playbook. `context` is the job's
/// scope as plain data, empty unless the code asks for it.
public record ToolCall(
    String key,
    Fields config,
    Fields inputs,
    String code,
    Fields context,
    String step,
    Later later) {

  /// What is rendered while the tool works, because it speaks of what the tool has found: templates
  /// as they were written, and the names that they see beside those that the tool adds.
  public record Later(Fields templates, Scope scope) {
    public static final Later NOTHING = new Later(Fields.EMPTY, Scope.EMPTY);
  }

  /// A call with nothing for later.
  public ToolCall(
      String key, Fields config, Fields inputs, String code, Fields context, String step) {
    this(key, config, inputs, code, context, step, Later.NOTHING);
  }

  /// The same with another config and other inputs.
  public ToolCall with(Fields newConfig, Fields newInputs) {
    return new ToolCall(key, newConfig, newInputs, code, context, step, later);
  }

  public Value config(String name) {
    return config.get(name);
  }

  /// The text under `name` in the config; empty where there is none.
  public String text(String name) {
    return config.get(name) instanceof Text(var text) ? text : "";
  }

  /// The line of the playbook on which the code begins; 0 if unknown.
  public int codeLine() {
    return config.get("code_line") instanceof Num.Int(var line) ? (int) line : 0;
  }

  /// The value itself where a step's `data` was one template that gave no map; else the inputs.
  public Value data() {
    return config.get("value_only") == Bool.TRUE ? inputs.get("data") : inputs;
  }
}
