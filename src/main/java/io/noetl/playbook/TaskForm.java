package io.noetl.playbook;

import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A task on its way back into the words of a playbook; `retry` is as in the canonical form of
/// [TaskDraft], empty if there is none.
record TaskForm(
    String tool,
    String declared,
    Fields config,
    String code,
    Fields inputs,
    Fields defaults,
    Value dynamic,
    Fields rules,
    Fields retry,
    Value timeout) {

  /// Rules that are keys of an iterator.
  private static final List<String> SELECTION = List.of("where", "order_by");

  private static final List<String> RULES = List.of("paginate", "fail_when", "assert", "save");
  private static final List<String> CONDITIONS = List.of("retry_when", "stop_when");
  private static final String TASK = "task";

  static TaskForm of(Task task) {
    var conditions = Fields.builder();
    CONDITIONS.forEach(
        name -> task.late().find(name).ifPresent(value -> conditions.put(name, value)));
    var policy = RetryReader.Policy.given(task.retry(), conditions.build());
    boolean isNone = task.retry().equals(Retry.NEVER);
    return new TaskForm(
        task.tool(),
        task.declared(),
        fields(task.config().source()),
        task.code(),
        fields(task.inputs().source()),
        fields(task.defaults().source()),
        task.dynamic().map(document -> document.source()).orElse(Null.NULL),
        task.late(),
        isNone ? Fields.EMPTY : policy.canonical(),
        task.timeout().source());
  }

  /// The body of an iterator, from the canonical form in which it stands there.
  private static TaskForm of(Fields body) {
    return new TaskForm(
        word(body, "tool"),
        word(body, "declared"),
        fields(body.get("config")),
        word(body, "code"),
        fields(body.get("inputs")),
        fields(body.get("defaults")),
        body.get("dynamic"),
        body,
        fields(body.get("retry")),
        body.get("timeout"));
  }

  private static Fields fields(Value value) {
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }

  private static String word(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }

  /// Whether items that fail leave null behind.
  boolean continues() {
    return word(config, "on_error").equals("continue");
  }

  private boolean isWorkbook() {
    return declared.equals(Tools.WORKBOOK);
  }

  /// The keys of the task. One that calls the workbook gets an entry called `name`, which is told
  /// to `entries`; whose body does, one called `name_task`.
  Fields whole(String name, Consumer<Fields> entries) {
    var form = Fields.builder();
    if (isWorkbook()) {
      entries.accept(Fields.builder().put("name", name).putAll(entry(name, entries)).build());
      form.put("type", Tools.WORKBOOK).put("name", name);
      putData(form, inputs, isDynamicOfEntry() ? Null.NULL : dynamic);
    } else {
      form.put("type", tool);
      putTool(form, name, entries);
      putData(form, inputs, dynamic);
    }
    putRules(form);
    return form.build();
  }

  /// What the workbook's entry says: all but what came with the call.
  private Fields entry(String name, Consumer<Fields> entries) {
    var form = Fields.builder().put("type", tool);
    putTool(form, name, entries);
    putData(form, defaults, isDynamicOfEntry() ? dynamic : Null.NULL);
    if (tool.equals(Tools.SAVE)) {
      form.put("save", rules.get("save"));
    }
    return form.build();
  }

  /// An entry must say what it works on, so that a template for all of it is its own.
  private boolean isDynamicOfEntry() {
    return defaults.isEmpty() && dynamic != Null.NULL;
  }

  /// An iterator in the spelling that has the tool of its body, and `loop`.
  Fields asLoop(String name, Consumer<Fields> entries) {
    var loop = Fields.builder();
    putIterator(loop);
    return Fields.builder()
        .putAll(of(fields(rules.get(TASK))).whole(name + "_" + TASK, entries))
        .put("loop", loop.build())
        .build();
  }

  private void putTool(Fields.Builder form, String name, Consumer<Fields> entries) {
    if (tool.equals(Tools.ITERATOR)) {
      putIterator(form);
      var body = fields(rules.get(TASK));
      if (!body.isEmpty()) {
        form.put(TASK, of(body).whole(name + "_" + TASK, entries));
      }
      return;
    }
    config.forEach(
        (key, value) -> {
          if (!key.equals("code_line")) {
            form.put(key, value);
          }
        });
    if (!code.isEmpty()) {
      form.put(tool.equals(Tools.PLAYBOOK) ? "content" : "code", code);
    }
  }

  private void putIterator(Fields.Builder form) {
    boolean isAsync = word(config, "mode").equals("async");
    config.forEach(
        (key, value) -> {
          boolean isImplied =
              (key.equals("concurrency") && !isAsync)
                  || (key.equals("on_error") && !continues())
                  || (key.equals("mode") && !isAsync);
          if (!isImplied) {
            form.put(key, value);
          }
        });
    SELECTION.forEach(rule -> rules.find(rule).ifPresent(value -> form.put(rule, value)));
  }

  private static void putData(Fields.Builder form, Fields named, Value whole) {
    if (whole == Null.NULL) {
      if (!named.isEmpty()) {
        form.put("data", named);
      }
      return;
    }
    if (!named.isEmpty()) {
      form.put("with", named);
    }
    form.put("data", whole);
  }

  private void putRules(Fields.Builder form) {
    if (timeout != Null.NULL) {
      form.put("timeout", timeout);
    }
    if (!retry.isEmpty()) {
      form.put("retry", writtenRetry(retry));
    }
    boolean isSaid = isWorkbook() && tool.equals(Tools.SAVE);
    for (var rule : RULES) {
      if (!(isSaid && rule.equals("save"))) {
        rules.find(rule).ifPresent(value -> form.put(rule, written(value)));
      }
    }
  }

  /// A pagination has a `retry` of its own.
  private static Value written(Value rule) {
    return rule instanceof Fields fields && fields.get("retry") instanceof Fields inner
        ? fields.with("retry", writtenRetry(inner))
        : rule;
  }

  private static Fields writtenRetry(Fields retry) {
    var form = Fields.builder().put("max_attempts", retry.get("max_attempts"));
    for (var delay : List.of("initial_delay", "max_delay")) {
      if (retry.get(delay + "_ms") instanceof Num.Int(var millis)) {
        form.put(delay, Explanation.written(Duration.ofMillis(millis)));
      }
    }
    form.put("backoff_multiplier", retry.get("backoff_multiplier"));
    form.put("jitter", retry.get("jitter"));
    CONDITIONS.forEach(name -> retry.find(name).ifPresent(value -> form.put(name, value)));
    return form.build();
  }
}
