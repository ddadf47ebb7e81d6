package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event.IterationStarted;
import io.noetl.broker.Event.IteratorCompleted;
import io.noetl.job.Outcome;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each item of an iterator over playbooks: which playbook it is for, and what its events refer to.
final class ChildItemsTest {
  private static final String EACH =
      """
      workload: {many: 4, at_once: 2}
      workflow:
      - {step: start, next: each}
      - step: each
        type: iterator
        collection: "{{ range(workload.many) | list }}"
        element: n
        mode: async
        concurrency: "{{ workload.at_once }}"
        task: {type: playbook, path: tests/child, data: {n: "{{ n }}"}}
        next: end
      - {step: end}
      """;

  private static Outcome planned(int count) {
    var items = IntStream.range(0, count).<Value>mapToObj(i -> Num.of(10L * i)).toList();
    var inputs = items.stream().<Value>map(item -> Fields.of("n", item)).toList();
    return new Outcome.Planned(items, inputs, "");
  }

  private static Histories planned(String body) {
    return Histories.of(body).start().report("each", planned(4));
  }

  private static List<String> paths(Histories run) {
    return run.timers().stream()
        .map(run::timer)
        .map(Timer::purpose)
        .filter(Timer.StartChild.class::isInstance)
        .map(it -> ((Timer.StartChild) it).path())
        .toList();
  }

  private static List<Entry> begun(Histories run) {
    return run.history().stream().filter(it -> it.event() instanceof IterationStarted).toList();
  }

  private static Decision ends(Histories run, int index, String json) {
    var begun = (IterationStarted) begun(run).get(index).event();
    return run.tell(new Fact.ChildEnded("each", index, begun.child(), Json.read(json), ""));
  }

  @Test
  void thePathOfTheBodyIsRenderedForEachItem() {
    var run =
        planned(
            EACH.replace(
                "path: tests/child", "path: \"tests/{{ 'odd' if n == 10 else 'x' ~ n }}\""));

    assertThat(paths(run)).contains("tests/x0", "tests/odd");
    ends(run, 0, "0");
    assertThat(paths(run)).contains("tests/x20");
  }

  @Test
  void anItemWhosePathCannotBeRenderedFailsAlone() {
    var run =
        planned(
            EACH.replace("path: tests/child", "path: \"tests/{{ 20 // n }}\"")
                .replace("mode: async", "mode: async\n  on_error: continue"));
    for (int i = 1; i < 4; i++) {
      ends(run, i, Integer.toString(i));
    }

    assertThat(run.result()).isEqualTo("[null,1,2,3]");
    assertThat(run.last(IteratorCompleted.class).failed()).isEqualTo(1);
    assertThat(run.verify()).isEmpty();
  }

  @Test
  void anIterationOfAChildEndsForItsOwnBeginning() {
    var run = planned(EACH);
    var ended = ends(run, 1, "1").events().getFirst();

    assertThat(ended.event()).isInstanceOf(Event.IterationCompleted.class);
    assertThat(ended.parent()).isEqualTo(begun(run).get(1).number());
  }

  @Test
  void theEndOfASaveRefersToItsBeginning() {
    var run =
        planned(
            EACH.replace(
                "data: {n: \"{{ n }}\"}}", "data: {n: \"{{ n }}\"}, save: {storage: event_log}}"));
    ends(run, 0, "0");
    ends(run, 1, "1");
    var saves =
        run.history().stream().filter(it -> it.event() instanceof Event.SaveStarted).toList();
    assertThat(saves)
        .extracting(Entry::parent)
        .containsExactly(begun(run).get(0).number(), begun(run).get(1).number());

    var saved = new io.noetl.job.SaveReport("event_log", Fields.EMPTY, "");
    run.report(
        "each/save/0",
        new Outcome.Succeeded(Num.of(0), io.noetl.job.Verdict.NONE, List.of(saved), ""));

    var completed =
        run.history().stream()
            .filter(it -> it.event() instanceof Event.SaveCompleted)
            .findFirst()
            .orElseThrow();
    assertThat(completed.parent()).isEqualTo(saves.get(0).number());
  }
}
