package io.noetl.playbook;

import io.noetl.template.Document;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Map;

/// Prints a playbook's model as text that a test can compare and a person can read.
final class Facts {
  private final StringBuilder out = new StringBuilder();

  private Facts() {}

  static String of(Playbook playbook) {
    var facts = new Facts();
    facts.header(playbook);
    playbook.steps().forEach(facts::step);
    return facts.out.toString();
  }

  private void header(Playbook playbook) {
    line("path", playbook.path());
    line("name", playbook.name());
    line("metadata", Json.write(playbook.metadata()));
    line("workload", Json.write(playbook.workload()));
    if (!playbook.inputs().equals(DeclaredInputs.NONE)) {
      line("inputs", Json.write(playbook.inputs().canonical()));
    }
    line("entry", playbook.entry());
    playbook.timeout().ifPresent(timeout -> line("timeout", timeout.toString()));
  }

  private void step(Step step) {
    out.append('\n').append(step.name()).append(step.isRouter() ? " (router)" : "").append('\n');
    step.task().ifPresent(this::task);
    if (step.join() != Join.ALL) {
      line("  join", step.join().toString());
    }
    if (step.visitsMax() != Step.VISITS_MAX_DEFAULT) {
      line("  max_visits", Integer.toString(step.visitsMax()));
    }
    document("  vars", step.vars());
    step.result().ifPresent(result -> document("  result", result));
    step.next().forEach(edge -> line("  next", edge(edge)));
    switch (step.onError()) {
      case ErrorRoute.Fail _ -> {}
      case ErrorRoute.Continue _ -> line("  on_error", "continue");
      case ErrorRoute.Edges(var edges) -> edges.forEach(edge -> line("  on_error", edge(edge)));
    }
  }

  private static String edge(Transition edge) {
    var guard =
        switch (edge.guard()) {
          case Transition.Always _ -> "";
          case Transition.Else _ -> " else";
          case Transition.When(var condition) -> " when " + condition.source();
        };
    var data = edge.data() == Document.EMPTY ? "" : " with " + Json.write(edge.data().source());
    return edge.target() + guard + data;
  }

  private void task(Task task) {
    line(
        "  tool",
        task.tool() + (task.declared().equals(task.tool()) ? "" : " by " + task.declared()));
    document("  config", task.config());
    if (!task.code().isEmpty()) {
      line("  code", Json.write(Text.of(task.code())));
    }
    document("  inputs", task.inputs());
    document("  defaults", task.defaults());
    task.dynamic().ifPresent(dynamic -> document("  dynamic", dynamic));
    for (Map.Entry<String, Value> rule : task.late().asMap().entrySet()) {
      line("  late." + rule.getKey(), Json.write(rule.getValue()));
    }
    if (!task.retry().equals(Retry.NEVER)) {
      line("  retry", retry(task.retry()));
    }
    document("  timeout", task.timeout());
    document("  pool", task.pool());
    if (task.priority() != 0) {
      line("  priority", Integer.toString(task.priority()));
    }
    task.iterator().ifPresent(iterator -> line("  iterator", iterator(iterator)));
  }

  private static String retry(Retry retry) {
    return "%d attempts, %s to %s, times %s%s%s%s"
        .formatted(
            retry.attempts(),
            retry.initialDelay(),
            retry.maxDelay(),
            retry.multiplier(),
            retry.jitter() ? ", jitter" : "",
            retry.retryWhen().map(when -> ", when " + when.source()).orElse(""),
            retry.stopWhen().map(when -> ", until " + when.source()).orElse(""));
  }

  private static String iterator(Iterator iterator) {
    return "%s, %s at once%s%s%s"
        .formatted(
            iterator.overPlaybooks() ? "over playbooks" : "in the worker",
            Json.write(iterator.concurrency().source()),
            iterator.continueOnError() ? ", continues" : "",
            iterator.summaryEvents() ? ", summary" : "",
            iterator.save().map(save -> ", saves " + Json.write(save.source())).orElse(""));
  }

  private void document(String name, Document document) {
    if (document != Document.EMPTY && document != Document.NULL) {
      line(name, Json.write(document.source()));
      if (!document.kept().isEmpty()) {
        line(name + " kept", document.kept().toString());
      }
    }
  }

  private void line(String name, String value) {
    out.append(name).append(": ").append(value).append('\n');
  }
}
