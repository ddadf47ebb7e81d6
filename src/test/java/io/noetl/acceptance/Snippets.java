package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.EventRow;
import java.util.List;

/// Short playbooks, run as a whole.
final class Snippets {
  private static final String HEAD =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: snippet, path: acceptance/snippet}
      """;

  private Snippets() {}

  /// Runs a playbook of this `workload`, `workbook` and `workflow`.
  static Runs.Run run(Stage stage, String rest) throws InterruptedException {
    return stage.runText(HEAD + rest);
  }

  static Runs.Run good(Stage stage, String rest) throws InterruptedException {
    var run = run(stage, rest);
    assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
    return run;
  }

  static Runs.Run bad(Stage stage, String rest) throws InterruptedException {
    var run = run(stage, rest);
    assertThat(run.status()).as(run.history().toString()).isEqualTo("FAILED");
    return run;
  }

  static List<String> types(Runs.Run run) {
    return run.rows().stream().map(EventRow::type).toList();
  }
}
