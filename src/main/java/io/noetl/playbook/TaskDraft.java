package io.noetl.playbook;

import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A task that has been read, its templates checked, not yet compiled: it may become a step's
/// [Task], the canonical form that an iterator's body travels in, or be laid over a workbook entry.
///
/// `rules` holds `save`, `assert`, `fail_when` and, for an iterator, `where`, `order_by` and
/// `task`.
record TaskDraft(
    String tool,
    String declared,
    Fields config,
    String code,
    Fields inputs,
    Fields defaults,
    Value dynamic,
    Fields rules,
    RetryReader.Policy retry,
    Value timeout,
    Optional<Turns> turns) {

  /// The tools whose steps the broker carries out by itself.
  private static final Set<String> WITHOUT_WORKER = Set.of("wait", Tools.PLAYBOOK);

  /// What is particular to an iterator; see [Iterator].
  record Turns(
      boolean overPlaybooks,
      Value concurrency,
      boolean continueOnError,
      boolean summaryEvents,
      Value bodySave) {

    Iterator iterator() {
      boolean saves = overPlaybooks && bodySave != Null.NULL;
      return new Iterator(
          overPlaybooks,
          TemplateCheck.document(concurrency),
          continueOnError,
          summaryEvents,
          saves ? Optional.of(TemplateCheck.document(bodySave)) : Optional.empty());
    }
  }

  static TaskDraft of(String tool, Fields config, Inputs inputs) {
    return new TaskDraft(
        tool,
        tool,
        config,
        "",
        inputs.fields(),
        Fields.EMPTY,
        inputs.dynamic(),
        Fields.EMPTY,
        RetryReader.Policy.NONE,
        Null.NULL,
        Optional.empty());
  }

  TaskDraft withCode(String newCode) {
    return new TaskDraft(
        tool, declared, config, newCode, inputs, defaults, dynamic, rules, retry, timeout, turns);
  }

  TaskDraft withRules(Fields newRules) {
    return withRules(newRules, retry, timeout);
  }

  TaskDraft withRules(Fields newRules, RetryReader.Policy newRetry, Value newTimeout) {
    return new TaskDraft(
        tool,
        declared,
        config,
        code,
        inputs,
        defaults,
        dynamic,
        newRules,
        newRetry,
        newTimeout,
        turns);
  }

  TaskDraft withTurns(Turns newTurns) {
    return new TaskDraft(
        tool,
        declared,
        config,
        code,
        inputs,
        defaults,
        dynamic,
        rules,
        retry,
        timeout,
        Optional.of(newTurns));
  }

  /// This task as a call of the workbook entry `entry`: what it does not say, the entry does.
  TaskDraft over(TaskDraft entry) {
    return new TaskDraft(
        entry.tool,
        Tools.WORKBOOK,
        entry.config.overlaid(config),
        code.isEmpty() ? entry.code : code,
        inputs,
        entry.inputs,
        dynamic == Null.NULL ? entry.dynamic : dynamic,
        entry.rules.overlaid(rules),
        retry.isGiven() ? retry : entry.retry,
        timeout == Null.NULL ? entry.timeout : timeout,
        entry.turns);
  }

  /// The task, compiled. Templates that name one of `late` are left for the worker, and so are
  /// those that name an input which is left for it; where there is no worker none are.
  Task task(Value pool, int priority, Set<String> late) {
    var known = WITHOUT_WORKER.contains(tool) ? Set.<String>of() : late;
    var given = TemplateCheck.document(inputs, known);
    var names = new HashSet<>(known);
    given.kept().stream().filter(it -> !it.isEmpty()).forEach(it -> names.add(it.getFirst()));
    return new Task(
        tool,
        declared,
        TemplateCheck.document(config, names),
        code,
        given,
        TemplateCheck.document(defaults, names),
        dynamic == Null.NULL
            ? Optional.empty()
            : Optional.of(TemplateCheck.document(dynamic, known)),
        rules.overlaid(retry.conditions()),
        retry.retry(),
        TemplateCheck.document(timeout),
        TemplateCheck.document(pool),
        priority,
        turns.map(Turns::iterator));
  }

  /// The form in which a body stands in its iterator's `late.task`; see [Task].
  Fields canonical() {
    var form = Fields.builder().put("tool", tool).put("declared", declared);
    putUnlessEmpty(form, "config", config);
    if (!code.isEmpty()) {
      form.put("code", code);
    }
    putUnlessEmpty(form, "inputs", inputs);
    putUnlessEmpty(form, "defaults", defaults);
    if (dynamic != Null.NULL) {
      form.put("dynamic", dynamic);
    }
    if (retry.isGiven()) {
      form.put("retry", retry.canonical());
    }
    if (timeout != Null.NULL) {
      form.put("timeout", timeout);
    }
    return form.putAll(rules).build();
  }

  private static void putUnlessEmpty(Fields.Builder form, String name, Fields fields) {
    if (!fields.isEmpty()) {
      form.put(name, fields);
    }
  }
}
