package io.noetl.cli.bench;

import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be measured, and what is run unless the caller says otherwise: how many executions in a
/// round, by how many callers at once, how many steps, branches, items or children one execution
/// has, and how many steps a worker does at once.
public enum Workload {
  /// Three steps that do nothing, one after the other: what an engine costs.
  LINEAR(20_000, 256, 3, 256),
  /// The same, one execution at a time: how long a user waits.
  LATENCY(2_000, 1, 3, 16),
  /// Branches side by side, and a step that waits for all of them.
  FANOUT(100, 1, 200, 256),
  /// Steps one after the other.
  CHAIN(100, 1, 100, 16),
  /// An iterator over items that cost nothing, told in one event.
  ITERATOR(5, 1, 100_000, 16),
  /// The same with events for each item.
  ITERATOR_ALL(3, 1, 100_000, 16),
  /// An iterator over a playbook: an execution for each item.
  CHILDREN(3, 1, 1_000, 256),
  /// Three steps of Python in warm processes.
  PYTHON(5_000, 64, 3, 64),
  /// A bit of everything, failures and retries too, for as long as one likes.
  SOAK(20_000, 64, 3, 64);

  /// How the paths of all its playbooks begin.
  static final String PATHS = "bench/";

  static final String CHILD = PATHS + "child";

  private final int executions;
  private final int concurrency;
  private final int size;
  private final int slots;

  Workload(int executions, int concurrency, int size, int slots) {
    this.executions = executions;
    this.concurrency = concurrency;
    this.size = size;
    this.slots = slots;
  }

  public int executions() {
    return executions;
  }

  public int concurrency() {
    return concurrency;
  }

  public int size() {
    return size;
  }

  public int slots() {
    return slots;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Workload> of(String name) {
    return List.of(values()).stream().filter(it -> it.toString().equals(name)).findFirst();
  }

  /// How many steps (or items, or children) an execution of that size does; what the figures "per
  /// step" divide by.
  int units(int ofSize) {
    return switch (this) {
      case FANOUT -> ofSize + 2;
      case SOAK -> 0;
      default -> ofSize;
    };
  }

  /// What a unit is called.
  String unit() {
    return switch (this) {
      case ITERATOR, ITERATOR_ALL -> "items";
      case CHILDREN -> "children";
      default -> "steps";
    };
  }

  /// The playbooks that are run in turn.
  List<String> playbooks(int ofSize) {
    return switch (this) {
      case LINEAR, LATENCY, CHAIN -> List.of(chain(ofSize));
      case FANOUT -> List.of(fanout(ofSize));
      case ITERATOR -> List.of(iterator(ofSize, "summary"));
      case ITERATOR_ALL -> List.of(iterator(ofSize, "all"));
      case CHILDREN -> List.of(children(ofSize));
      case PYTHON -> List.of(python(ofSize));
      case SOAK ->
          List.of(chain(3), fanout(10), iterator(20, "all"), retrying(), failing(), children(3));
    };
  }

  /// What each execution is given: a text of so many characters that its steps pass on.
  static Fields payload(int bytes) {
    return Fields.of("text", Text.of("x".repeat(bytes)));
  }

  private static String chain(int steps) {
    var yaml = new StringBuilder(head("bench/chain-" + steps));
    yaml.append("  - {step: start, next: s1}\n");
    for (int i = 1; i <= steps; i++) {
      var data = i == 1 ? "{{ workload.text }}" : "{{ s%d.text }}".formatted(i - 1);
      var next = i == steps ? "end" : "s" + (i + 1);
      yaml.append(
          "  - {step: s%d, type: transform, data: {text: \"%s\"}, next: %s}\n"
              .formatted(i, data, next));
    }
    return yaml.append("  - step: end\n").toString();
  }

  private static String fanout(int branches) {
    var names = new ArrayList<String>();
    var yaml = new StringBuilder();
    for (int i = 1; i <= branches; i++) {
      names.add("b" + i);
      yaml.append(
          "  - {step: b%d, type: transform, data: {number: %d}, next: joined}\n".formatted(i, i));
    }
    return head("bench/fanout-" + branches)
        + "  - {step: start, type: transform, data: {text: \"{{ workload.text }}\"}, next: ["
        + String.join(", ", names)
        + "]}\n"
        + yaml
        + "  - {step: joined, type: transform, data: {last: \"{{ b%d.number }}\"}, next: end}\n"
            .formatted(branches)
        + "  - step: end\n";
  }

  private static String iterator(int items, String events) {
    return head("bench/iterator-%d-%s".formatted(items, events))
        + """
          - {step: start, next: each}
          - step: each
            type: iterator
            collection: "{{ range(%d) }}"
            element: item
            events: %s
            task: {type: transform, data: {twice: "{{ item * 2 }}"}}
            next: end
          - step: end
        """
            .formatted(items, events);
  }

  private static String children(int count) {
    return head("bench/children-" + count)
        + """
          - {step: start, next: each}
          - step: each
            type: iterator
            mode: async
            concurrency: 64
            collection: "{{ range(%d) }}"
            element: item
            task: {type: playbook, path: %s, data: {number: "{{ item }}"}}
            next: end
          - step: end
        """
            .formatted(count, CHILD);
  }

  /// What the workload's playbooks call.
  static String child() {
    return head(CHILD)
        + """
          - {step: start, next: only}
          - {step: only, type: transform, data: {twice: "{{ workload.number * 2 }}"}, next: end}
          - step: end
        """;
  }

  private static String python(int steps) {
    var yaml = new StringBuilder(head("bench/python-" + steps));
    yaml.append("  - {step: start, next: s1}\n");
    for (int i = 1; i <= steps; i++) {
      yaml.append("  - step: s").append(i).append("\n    type: python\n");
      yaml.append("    code: |\n      def main(n):\n          return {\"n\": n + 1}\n");
      yaml.append(
          "    data: {n: \"{{ %s }}\"}\n".formatted(i == 1 ? "0" : "s%d.n".formatted(i - 1)));
      yaml.append("    next: ").append(i == steps ? "end" : "s" + (i + 1)).append('\n');
    }
    return yaml.append("  - step: end\n").toString();
  }

  private static String retrying() {
    return head("bench/retrying")
        + """
          - {step: start, next: again}
          - step: again
            type: transform
            data: {number: 1}
            fail_when: "{{ attempt < 3 }}"
            retry: {max_attempts: 3, initial_delay: 0.01, jitter: false}
            next: end
          - step: end
        """;
  }

  private static String failing() {
    return head("bench/failing")
        + """
          - {step: start, next: broken}
          - {step: broken, type: transform, data: {number: 1}, fail_when: "{{ true }}", next: end}
          - step: end
        """;
  }

  /// An execution that waits for a day.
  static String waiting() {
    return head("bench/waiting")
        + """
          - {step: start, next: long}
          - {step: long, type: wait, duration: 1d, next: end}
          - step: end
        """;
  }

  private static String head(String path) {
    return """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {name: %s, path: %s}
        workload: {text: "", number: 0}
        workflow:
        """
        .formatted(path.substring(path.indexOf('/') + 1), path);
  }
}
