package io.noetl.simulation;

import io.noetl.playbook.PlaybookParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes random playbooks, as their authors would write them: blocks inside blocks (sequences,
/// forks with a join, choices, loops), steps of every kind in them, sometimes edges across.
///
/// A playbook is race-free as long as nothing concurrent shares a fate: no failure beside a running
/// branch, no join on the first arrival, no clock.
final class PlaybookGenerator {
  private static final int STEPS_MAX = 14;
  private static final int CHILDREN_MAX = 3;

  private final Gen gen;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, List<String>> orders = new LinkedHashMap<>();
  private boolean raceFree = true;

  // Of the playbook at hand.
  private List<Node> nodes = new ArrayList<>();
  private List<String> visible = new ArrayList<>();
  private int forks;
  private int generation;
  private int numbers;

  private record Part(Node entry, Node exit) {}

  PlaybookGenerator(Gen gen) {
    this.gen = gen;
  }

  Scenario scenario() {
    texts.clear();
    var main = "sim/main";
    texts.put(main, "");
    texts.put(main, playbook(main));
    return new Scenario(main, Map.copyOf(texts), Map.copyOf(orders), raceFree);
  }

  private String playbook(String path) {
    var outerNodes = nodes;
    var outerVisible = visible;
    int outerForks = forks;
    nodes = new ArrayList<>();
    visible = new ArrayList<>();
    forks = 0;
    var start = node("start");
    if (gen.chance(25)) {
      python(start);
    }
    if (gen.chance(30)) {
      start.with("vars: {s: \"%s\"}".formatted(number()));
    }
    var body = sequence(0);
    connect(start, body.entry());
    if (gen.chance(generation == 0 ? 8 : 15)) {
      var last = failing(fresh());
      connect(body.exit(), last);
      body = new Part(body.entry(), last);
    }
    finish(body.exit());
    orders.put(path, nodes.stream().map(node -> node.name).toList());
    nodes = gen.chance(30) ? gen.shuffled(nodes) : nodes;
    var plain = text(path);
    if (gen.chance(7)) {
      plain = crossed(path, plain);
    }
    nodes = outerNodes;
    visible = outerVisible;
    forks = outerForks;
    return plain;
  }

  /// The same with edges across the blocks, if the parser will have it.
  private String crossed(String path, String plain) {
    for (int i = gen.between(1, 3); i > 0; i--) {
      var from = gen.pick(nodes);
      var to = gen.pick(nodes);
      if (!from.name.equals("end") && !to.name.equals("start")) {
        from.edges.add(
            "{step: %s, when: \"{{ %s }}\"}".formatted(to.name, gen.chance(30) ? "true" : test()));
      }
    }
    nodes.forEach(node -> node.with("max_visits: " + gen.between(3, 6)));
    var text = text(path);
    boolean isValid = PlaybookParser.parse("x.yaml", text) instanceof PlaybookParser.Valid;
    raceFree &= !isValid;
    return isValid ? text : plain;
  }

  private String text(String path) {
    var text =
        new StringBuilder()
            .append("apiVersion: noetl.io/v1\nkind: Playbook\n")
            .append("metadata: {path: %s}\n".formatted(path))
            .append("workload: {w1: %d, w2: 5, list: [3, 1, 2]}\n".formatted(gen.upTo(10)));
    if (gen.chance(3)) {
      text.append("timeout: %dm\n".formatted(gen.between(1, 60)));
      raceFree = false;
    }
    text.append("workflow:\n");
    nodes.forEach(node -> text.append(node.yaml()));
    return text.toString();
  }

  /// How the playbook ends: with an `end` of some sort, or without.
  private void finish(Node last) {
    if (gen.chance(20)) {
      // What is last to complete is the result: that must not be a matter of time.
      raceFree &= forks == 0;
      var final_ = python(node(fresh()));
      connect(last, final_);
      return;
    }
    var end = node("end");
    switch (gen.upTo(4)) {
      case 0 -> end.with("save: {storage: event_log, data: {kept: \"%s\"}}".formatted(number()));
      case 1 -> python(end);
      default ->
          end.with(
              "result: {k: \"%s\", ".formatted(number())
                  + "b: \"{{ vars.c1 | default(0) }}\", s: \"{{ vars.s | default(0) }}\", "
                  + "w: \"{{ workload.w1 }}\"}");
    }
    connect(last, end);
  }

  // Blocks.

  private Part sequence(int depth) {
    var first = block(depth);
    var last = first.exit();
    for (int i = gen.between(0, depth == 0 ? 3 : 1); i > 0 && nodes.size() < STEPS_MAX; i--) {
      var next = block(depth);
      connect(last, next.entry());
      last = next.exit();
    }
    return new Part(first.entry(), last);
  }

  private Part block(int depth) {
    if (depth > 2 || nodes.size() > STEPS_MAX) {
      return single();
    }
    return switch (gen.upTo(10)) {
      case 0, 1 -> fork(depth);
      case 2, 3 -> choice(depth);
      case 4 -> loop(depth);
      case 5 -> risky();
      default -> single();
    };
  }

  private Part fork(int depth) {
    var fork = gen.chance(50) ? node(fresh()) : python(node(fresh()));
    var seen = List.copyOf(visible);
    var all = new LinkedHashSet<String>(seen);
    var exits = new ArrayList<Node>();
    forks++;
    for (int i = gen.between(2, 3); i > 0; i--) {
      visible = new ArrayList<>(seen);
      var branch = sequence(depth + 1);
      if (gen.chance(15)) {
        fork.guard = "{{ %s }}".formatted(test());
      }
      connect(fork, branch.entry());
      fork.guard = "";
      exits.add(branch.exit());
      all.addAll(visible);
    }
    forks--;
    return new Part(fork, gen.chance(12) ? firstWins(exits, seen) : join(exits, seen, all));
  }

  private Node join(List<Node> exits, List<String> seen, Set<String> all) {
    visible = new ArrayList<>(all);
    var join = gen.chance(30) ? node(fresh()) : python(node(fresh()));
    joinAt(join, exits, seen);
    if (gen.chance(5)) {
      join.with("join: each");
      raceFree = false;
    }
    return join;
  }

  /// Goes on with the first branch; since nobody knows which that is, nobody may read what it
  /// gives. All that follows runs beside the others.
  private Node firstWins(List<Node> exits, List<String> seen) {
    forks++;
    var join = python(node(fresh())).with("join: any");
    join.hasNumber = false;
    visible = new ArrayList<>(seen);
    exits.forEach(exit -> exit.leadsTo(join, ""));
    return join;
  }

  /// Leads branches into a step; on the way there none sees what happens in another.
  private void joinAt(Node join, List<Node> exits, List<String> seen) {
    var after = visible;
    visible = new ArrayList<>(seen);
    exits.forEach(exit -> connect(exit, join));
    visible = after;
  }

  private Part choice(int depth) {
    var choice = gen.chance(50) ? node(fresh()) : python(node(fresh()));
    var exits = new ArrayList<Node>();
    int branches = gen.between(1, 3);
    // Several conditions may hold, and then the branches run side by side.
    forks += branches > 1 ? 1 : 0;
    var seen = List.copyOf(visible);
    var all = new LinkedHashSet<String>(seen);
    for (int i = 0; i < branches; i++) {
      visible = new ArrayList<>(seen);
      choice.guard = i > 0 && gen.chance(40) ? "else" : "{{ %s }}".formatted(test());
      var branch = sequence(depth + 1);
      connect(choice, branch.entry());
      exits.add(branch.exit());
      all.addAll(visible);
    }
    choice.guard = gen.chance(70) ? "else" : "{{ %s }}".formatted(test());
    visible = new ArrayList<>(all);
    forks -= branches > 1 ? 1 : 0;
    var merge = gen.chance(50) ? node(fresh()) : transform(node(fresh()));
    joinAt(merge, exits, seen);
    connect(choice, merge);
    choice.guard = "";
    return new Part(choice, merge);
  }

  private Part loop(int depth) {
    var body = sequence(depth + 1);
    var counter = "c" + ++numbers;
    var last = transform(node(fresh()));
    last.with("vars: {%s: \"{{ (vars.%s | default(0)) + 1 }}\"}".formatted(counter, counter));
    connect(body.exit(), last);
    int rounds = gen.between(1, 4);
    last.guard = "{{ vars.%s < %d }}".formatted(counter, rounds);
    if (gen.chance(5)) {
      last.with("max_visits: 2");
      raceFree &= forks == 0;
    }
    connect(last, body.entry());
    last.guard = gen.chance(50) ? "else" : "{{ vars.%s >= %d }}".formatted(counter, rounds);
    return new Part(body.entry(), last);
  }

  /// A step that fails and is helped by another.
  private Part risky() {
    var risky = node(fresh()).with("type: python").with("code: \"%s\"".formatted(trouble()));
    var repair = python(node(fresh()));
    var merge = node(fresh());
    var data = gen.chance(50) ? ", data: {d9: \"{{ error }}\"}" : "";
    risky.with("on_error: [{step: %s%s}]".formatted(repair.name, data));
    connect(risky, merge);
    connect(repair, merge);
    return new Part(risky, merge);
  }

  private Part single() {
    var step = node(fresh());
    switch (gen.upTo(12)) {
      case 0 -> step.with("desc: a router");
      case 1 -> step.with("type: wait").with("duration: %ds".formatted(gen.between(0, 300)));
      case 2, 3 -> transform(step);
      case 4 -> iterator(step);
      case 5 -> child(step);
      case 6 -> iteratorOverPlaybooks(step);
      case 7 -> healing(step);
      case 8 -> troubled(step);
      default -> python(step);
    }
    if (step.hasNumber) {
      visible.add(step.name);
    }
    return new Part(step, step);
  }

  // Steps.

  private Node node(String name) {
    var node = new Node(name);
    nodes.add(node);
    return node;
  }

  private String fresh() {
    return "s" + ++numbers;
  }

  private Node python(Node step) {
    step.with("type: python").with("code: " + gen.among("ok", "ok", "ok", "big"));
    step.with("data: {n: \"%s\"}".formatted(number()));
    if (gen.chance(10)) {
      step.with("save: {storage: event_log}");
    }
    if (gen.chance(10)) {
      step.with("pool: far");
    }
    step.hasNumber = true;
    visible.add(step.name);
    return step;
  }

  private Node transform(Node step) {
    step.with("type: transform").with("data: {k: \"%s\"}".formatted(number()));
    step.hasNumber = true;
    visible.add(step.name);
    return step;
  }

  private String trouble() {
    return gen.among("fail always", "stop", "invalid", "unwanted always");
  }

  /// Fails, and nobody minds.
  private void troubled(Node step) {
    step.with("type: python").with("code: %s".formatted(trouble())).with("on_error: continue");
    if (gen.chance(60)) {
      step.with(retry(gen.between(2, 4)));
    }
  }

  private Node failing(String name) {
    raceFree &= forks == 0;
    return node(name).with("type: python").with("code: " + trouble()).with(retry(2));
  }

  /// Fails a few times and then succeeds.
  private void healing(Node step) {
    int times = gen.between(1, 3);
    step.with("type: python").with("code: %s %d".formatted(gen.among("fail", "unwanted"), times));
    step.with(retry(times + gen.between(1, 2)));
    step.hasNumber = true;
  }

  private String retry(int attempts) {
    return "retry: {max_attempts: %d, initial_delay: %s, jitter: %s}"
        .formatted(attempts, gen.among("0", "1", "30s"), gen.among("true", "false"));
  }

  private String collection() {
    return gen.among(
        "[]", "[4]", "[7, 8]", "[1, 2, 3, 4, 5]", "\"{{ workload.list }}\"", "[9, 9, 9, 9]");
  }

  private void iterator(Node step) {
    var code = gen.among("ok", "ok", "odd", "once");
    step.with("type: iterator").with("collection: " + collection()).with("element: it");
    step.with("mode: " + gen.among("async", "sequential"));
    if (gen.chance(30)) {
      step.with("events: summary");
    }
    if (code.equals("odd")) {
      step.with("on_error: continue");
    } else if (code.equals("once")) {
      step.with(retry(2));
    }
    var save = gen.chance(20) ? ", save: {storage: event_log}" : "";
    step.with(
        "task: {type: python, code: %s, data: {n: \"{{ it }}\", m: \"%s\"}%s}"
            .formatted(code, number(), save));
  }

  private void child(Node step) {
    var path = childPath();
    if (path.isEmpty()) {
      python(step);
      return;
    }
    step.with("type: playbook").with("path: " + path);
    step.with("data: {w1: \"%s\"}".formatted(number()));
    step.hasNumber = true;
    if (gen.chance(30)) {
      step.with("return_step: start");
    }
    around(step);
    if (gen.chance(7)) {
      step.with("timeout: %dm".formatted(gen.between(1, 30)));
      raceFree = false;
    }
  }

  private void iteratorOverPlaybooks(Node step) {
    var path = childPath();
    if (path.isEmpty()) {
      iterator(step);
      return;
    }
    var save = gen.chance(30) ? ", save: {storage: event_log, data: \"{{ this }}\"}" : "";
    step.with("type: iterator").with("collection: " + collection()).with("element: it");
    step.with("mode: async").with("concurrency: %d".formatted(gen.between(1, 3)));
    step.with("task: {type: playbook, path: %s, data: {w1: \"{{ it }}\"}%s}".formatted(path, save));
    if (gen.chance(20)) {
      step.with("save: {storage: event_log}");
    }
    if (gen.chance(40)) {
      step.with("on_error: continue");
    } else {
      around(step);
    }
    if (gen.chance(7)) {
      step.with("timeout: %dm".formatted(gen.between(1, 30)));
      raceFree = false;
    }
  }

  /// What may stand beside a step whose child may fail.
  private void around(Node step) {
    if (gen.chance(30)) {
      step.with(retry(2));
    }
    if (gen.chance(forks > 0 ? 90 : 50)) {
      step.with("on_error: continue");
    } else {
      // A child may fail, and here nobody catches it.
      raceFree &= forks == 0;
    }
  }

  /// A playbook to run as a child: a new one, an old one, or one that is missing.
  private String childPath() {
    if (generation > 1 || texts.size() > CHILDREN_MAX) {
      return "";
    }
    if (gen.chance(5)) {
      return "sim/nowhere";
    }
    var path = "sim/child" + texts.size();
    texts.put(path, "");
    generation++;
    var text = playbook(path);
    generation--;
    texts.put(path, text);
    return path;
  }

  // Edges and expressions.

  private void connect(Node from, Node to) {
    var data = gen.chance(25) ? "{d%d: \"%s\"}".formatted(gen.upTo(4), edgeNumber(from)) : "";
    from.leadsTo(to, data);
  }

  private String edgeNumber(Node from) {
    return from.hasNumber && gen.chance(50) ? "{{ result.k | default(1) }}" : number();
  }

  /// A template for a whole number.
  private String number() {
    return switch (gen.upTo(4)) {
      case 0 -> "{{ workload.w1 }}";
      case 1 -> "{{ %d }}".formatted(gen.upTo(50));
      default ->
          visible.isEmpty()
              ? "{{ workload.w2 + 1 }}"
              : "{{ (%s.k | default(0)) + 1 }}".formatted(gen.pick(visible));
    };
  }

  /// An expression for a condition.
  private String test() {
    return switch (gen.upTo(4)) {
      case 0 -> "workload.w1 > " + gen.upTo(10);
      case 1 -> "nobody.there == 1";
      default ->
          visible.isEmpty()
              ? "workload.w2 == 5"
              : "(%s.k | default(0)) %% %d == 0".formatted(gen.pick(visible), gen.between(1, 3));
    };
  }
}
