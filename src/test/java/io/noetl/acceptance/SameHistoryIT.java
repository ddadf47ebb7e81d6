package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.store.EventRow;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.Settings;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A playbook leaves the same history on SQLite and on PostgreSQL, apart from ids and times.
class SameHistoryIT {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  @TempDir static Path data;
  private static Runs embedded;
  private static Runs shared;

  @BeforeAll
  static void open() throws Exception {
    var credentials = DATABASE.credentials("pg_local");
    embedded = new Runs(data, credentials);
    shared =
        new Runs(
            PostgresStore.open(Settings.of(DATABASE.url(), "", "")), data, credentials, Map.of());
    embedded.run("acceptance/create_tables.yaml");
  }

  @AfterAll
  static void close() {
    embedded.close();
    shared.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello_world.yaml | {}",
        "counter_loop.yaml | {}",
        "handled_failure.yaml | {}",
        "wait.yaml | {\"pause\": \"50ms\"}",
        "acceptance/create_tables.yaml | {}",
        "acceptance/iterator_save_test.yaml | {}",
        "acceptance/data_transition_fix.yaml | {}",
        "acceptance/end_step_save.yaml | {}",
        "composition/playbook_composition.yaml | {}"
      })
  void eventForEvent(String file, String payload) throws Exception {
    var one = embedded.run(file, payload);
    var other = shared.run(file, payload);

    assertThat(lines(other)).isEqualTo(lines(one));
  }

  @Test
  void attemptForAttempt() throws Exception {
    var playbook =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {name: fails, path: test/same/fails}
        workflow:
          - {step: start, next: tries}
          - step: tries
            type: python
            retry: {max_attempts: 3, initial_delay: 0.01, jitter: false}
            code: |
              def main():
                  raise ValueError("no")
            next: end
          - {step: end}
        """;

    assertThat(lines(shared.runText(playbook, "{}")))
        .isEqualTo(lines(embedded.runText(playbook, "{}")));
  }

  /// Branches that run side by side may come in any order.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "diamond.yaml | {}",
        "diamond.yaml | {\"take_left\": false}",
        "iterate.yaml | {}",
        "acceptance/control_flow_workbook.yaml | {}"
      })
  void inAnyOrder(String file, String payload) throws Exception {
    var one = embedded.run(file, payload);
    var other = shared.run(file, payload);

    assertThat(lines(other).stream().map(SameHistoryIT::withoutPlace))
        .containsExactlyInAnyOrderElementsOf(
            lines(one).stream().map(SameHistoryIT::withoutPlace).toList());
  }

  private static List<String> lines(Runs.Run run) {
    assertThat(run.rows()).isNotEmpty();
    return run.rows().stream().map(row -> line(row, run.state().execution())).toList();
  }

  private static String line(EventRow row, long execution) {
    var text =
        "%d %d %s %s %s %s %s %s %s %s %s %d %s %s"
            .formatted(
                row.number(),
                row.parent(),
                row.type(),
                row.nodeId(),
                row.nodeName(),
                row.nodeType(),
                row.status(),
                row.context(),
                row.result(),
                meta(row.meta()),
                row.error(),
                row.index(),
                row.item(),
                row.worker());
    return text.replace(Long.toString(execution), "ID")
        .replaceAll("\"[0-9]{18,}\"", "\"CHILD\"")
        .replaceAll("\"(due|at|until|delay_ms|execution_time_ms)\":(\"[^\"]*\"|[0-9.]+)", "$1")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|\\+00:00)?", "TIME");
  }

  private static String withoutPlace(String line) {
    return line.replaceFirst("^[0-9]+ [0-9]+ ", "");
  }

  /// In one order of its keys, which jsonb does not keep, and without the fact: it has the seed of
  /// chance, and how many slots happened to be free. Where none was, a job's beginning is a fact of
  /// its own.
  private static String meta(String meta) {
    var rest = meta.isEmpty() ? Fields.EMPTY : sorted(Json.read(meta));
    return rest.equals(Fields.EMPTY) ? "" : Json.write(rest);
  }

  private static Value sorted(Value value) {
    return switch (value) {
      case Fields fields -> {
        var builder = Fields.builder();
        fields.names().stream()
            .filter(name -> !name.equals("fact"))
            .sorted()
            .forEach(name -> builder.put(name, sorted(fields.get(name))));
        yield builder.build();
      }
      case Items(var list) -> new Items(list.stream().map(SameHistoryIT::sorted).toList());
      default -> value;
    };
  }
}
