package io.noetl.playbook;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// What the templates of one part of a playbook may name besides what all may: `step` is the step
/// they belong to (empty for the workload and the workbook).
record Names(String step, Set<String> locals) {
  static final Names NONE = new Names("", Set.of());

  /// Names that mean something in every playbook; steps cannot be called by them.
  static final Set<String> RESERVED =
      Set.of(
          "workload",
          "work",
          "context",
          "execution_id",
          "result",
          "this",
          "data",
          "input",
          "vars",
          "job",
          "env",
          "secret",
          "secrets",
          "auth",
          "_loop",
          "index",
          "batch",
          "loop",
          "parent",
          "results",
          "items",
          "errors",
          "count",
          "response",
          "event",
          "error",
          "status_code",
          "success",
          "attempt",
          "step_name",
          "path",
          "version",
          "catalog_id",
          "params");

  Names {
    locals = Set.copyOf(locals);
  }

  static Names of(String step) {
    return new Names(step, Set.of());
  }

  Names with(Collection<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new HashSet<>(locals);
    all.addAll(more);
    return new Names(step, all);
  }
}
