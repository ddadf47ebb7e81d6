package io.noetl.acceptance;

import static io.noetl.acceptance.Defect.impossible;
import static io.noetl.acceptance.Defect.kept;
import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Entry;
import io.noetl.engine.Engine;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.playbook.PlaybookParser;
import io.noetl.value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// D10 to D19: races, and facts that were lost.
final class RaceDefects {
  private static final String GROUP = "Races and consistency";

  private RaceDefects() {}

  static List<Defect> all() {
    return Stream.of(ordering(), lostFacts()).flatMap(List::stream).toList();
  }

  private static List<Defect> ordering() {
    return List.of(
        kept(
            10,
            GROUP,
            "Two evaluations at once doubled terminal events",
            "100 branches that end together are joined once",
            RaceDefects::manyBranches),
        kept(
            11,
            GROUP,
            "Order, parents and the latest result went by timestamps that could be equal",
            "Events are numbered; their times increase strictly in the same order",
            RaceDefects::order),
        kept(
            12,
            GROUP,
            "What `{{ step.x }}` meant hung on which event had been stored",
            "A step's result has one meaning, with or without an envelope of its author",
            RaceDefects::shape),
        kept(
            13,
            GROUP,
            "Three writers raced for the workload; the first step could see none",
            "The workload is written with the first event, once",
            RaceDefects::workload),
        kept(
            14,
            GROUP,
            "The answer to a start came before the execution existed",
            "It is stored before the start is answered",
            RaceDefects::storedFirst));
  }

  private static List<Defect> lostFacts() {
    return List.of(
        kept(
            15,
            GROUP,
            "A result that JSON cannot say was lost, and the execution hung",
            "The step fails and says what cannot be kept",
            RaceDefects::unsayable),
        kept(
            16,
            GROUP,
            "Routing held database connections until none was left",
            "A hundred executions at once all end",
            RaceDefects::manyAtOnce),
        kept(
            17,
            GROUP,
            "Jobs of lost workers stayed leased, or would have run twice unnoticed",
            "A lease that ends without a report is given to another worker, and the old one is"
                + " fenced off",
            KilledWorker::hold),
        impossible(
            18,
            GROUP,
            "The broker slept 200 ms for each evaluation",
            "The broker is a pure function: it knows neither threads nor clocks"
                + " (`ArchitectureTest`)"),
        impossible(
            19,
            GROUP,
            "Nothing drove on an execution that had stopped",
            "Outstanding work is rows of the queue and of the timers, which any engine that opens"
                + " the store carries on (`KillIT`, `SimulationTest`)"));
  }

  private static void manyBranches(Stage stage) throws Exception {
    var names = IntStream.range(0, 100).mapToObj(i -> "b" + i).toList();
    var steps =
        names.stream()
            .map(it -> "  - {step: %s, type: transform, data: {n: 1}, next: end}".formatted(it))
            .collect(Collectors.joining("\n"));
    var run =
        Snippets.good(
            stage,
            "workflow:\n  - {step: start, next: [%s]}\n%s\n  - {step: end, result: done}\n"
                .formatted(String.join(", ", names), steps));

    assertThat(run.steps("step_completed")).hasSize(100).doesNotHaveDuplicates();
    assertThat(run.steps("execution_complete")).hasSize(1);
  }

  private static void order(Stage stage) throws Exception {
    var run = stage.run("diamond.yaml");

    var numbers = run.history().stream().map(Entry::number).toList();
    var times = run.history().stream().map(Entry::at).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(times).isSorted().doesNotHaveDuplicates();
    assertThat(run.history()).allMatch(entry -> entry.parent() < entry.number());
  }

  private static void shape(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                type: python
                code: |
                  def main():
                      return {"status": "success", "data": {"message": "hi"}}
                next: bare
              - step: bare
                type: python
                code: |
                  def main():
                      return {"message": "ho"}
                next: end
              - step: end
                result:
                  - "{{ start.data.message }}"
                  - "{{ start.result.data.message }}"
                  - "{{ start.message }}"
                  - "{{ bare.data.message }}"
                  - "{{ bare.message }}"
            """);

    assertThat(run.json()).isEqualTo("[\"hi\",\"hi\",\"hi\",\"ho\",\"ho\"]");
  }

  private static void workload(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workload: {city: Oslo}
            workflow:
              - {step: start, type: transform, data: {said: "{{ workload.city }}"}}
            """);

    assertThat(Stage.result(run, "start")).isEqualTo("{\"said\":\"Oslo\"}");
    assertThat(run.rows().getFirst().type()).isEqualTo("execution_start");
    assertThat(run.history().getFirst().toString()).contains("Oslo");
  }

  private static Order order(Stage stage, String text) {
    var parsed = (PlaybookParser.Valid) PlaybookParser.parse("playbook.yaml", text);
    return Order.of(
        stage.runs().playbooks().register(parsed.playbook(), text), Fields.EMPTY, Merging.SHALLOW);
  }

  private static final String SHORT =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: short, path: acceptance/short}
      workflow:
        - {step: start, type: transform, data: {n: 1}, next: two}
        - {step: two, type: transform, data: {n: 2}, next: end}
        - step: end
      """;

  private static void storedFirst(Stage stage) throws Exception {
    var order = order(stage, SHORT);
    for (int i = 0; i < 20; i++) {
      var id = ((Engine.Done<Long>) stage.runs().engine().start(order)).value();

      assertThat(stage.runs().store().read(id, 0, 1)).hasSize(1);
      assertThat(stage.runs().finished(id).status()).isEqualTo("COMPLETED");
    }
  }

  private static void unsayable(Stage stage) throws Exception {
    var run =
        Snippets.bad(
            stage,
            """
            workflow:
              - step: start
                type: python
                code: |
                  def main():
                      return {"lock": object()}
            """);

    assertThat(run.history().toString()).contains("object");
    assertThat(run.steps("step_failed")).containsExactly("start");
  }

  private static void manyAtOnce(Stage stage) throws Exception {
    var order = order(stage, SHORT);
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 100; i++) {
      ids.add(((Engine.Done<Long>) stage.runs().engine().start(order)).value());
    }

    for (var id : ids) {
      assertThat(stage.runs().finished(id).status()).isEqualTo("COMPLETED");
    }
  }
}
