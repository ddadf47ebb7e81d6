package io.noetl.bench;

import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;

/// The playbooks that executions are timed with, in the shapes that make a difference.
final class Playbooks {
  private static final String HEAD =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: bench/play}
      workload: {n: 1}
      workflow:
      """;

  private Playbooks() {}

  /// So many steps one after the other, each with a small result. W1 is the one of three.
  static Playbook chain(int steps) {
    var text = new StringBuilder(HEAD).append("  - {step: start, next: s1}\n");
    for (int i = 1; i <= steps; i++) {
      var next = i == steps ? "end" : "s" + (i + 1);
      text.append("  - {step: s%d, type: transform, data: {n: 1}, next: %s}\n".formatted(i, next));
    }
    return parsed(text.append("  - {step: end, type: end}\n").toString());
  }

  /// So many steps side by side, and one that waits for all of them.
  static Playbook fanOut(int branches) {
    var starts = new StringBuilder("  - {step: start, next: [s1");
    var steps = new StringBuilder();
    for (int i = 1; i <= branches; i++) {
      starts.append(i == 1 ? "" : ", s" + i);
      steps.append("  - {step: s%d, type: transform, data: {n: 1}, next: join}\n".formatted(i));
    }
    return parsed(
        HEAD + starts + "]}\n" + steps + "  - {step: join, type: transform, data: {n: 1}}\n");
  }

  private static Playbook parsed(String text) {
    return switch (PlaybookParser.parse("play.yaml", text)) {
      case PlaybookParser.Valid(var playbook, _) -> playbook;
      case PlaybookParser.Invalid(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }
}
