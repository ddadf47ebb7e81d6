package io.noetl.plan;

import io.noetl.plan.Estimates.Part;
import io.noetl.plan.Plan.Edge;
import io.noetl.playbook.Iterator;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.template.Ambient;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a plan of a playbook. Every branch is taken, since nobody can know which conditions will
/// hold; ways that only errors take are left out, and so is the second round of a cycle.
public final class Drafting {
  /// Of more iterations than these a plan would only be harder to read.
  static final int ITERATIONS_MAX = 200;

  private static final String ROUTER = "router";
  private static final String BARRIER = "barrier";

  private final Playbook playbook;
  private final Scope scope;
  private final Estimates estimates;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, Integer> own = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Ends> ends = new LinkedHashMap<>();

  /// The pieces that a step begins and ends with.
  private record Ends(List<String> first, String last) {}

  private Drafting(Playbook playbook, Fields workload, Estimates estimates) {
    this.playbook = playbook;
    this.estimates = estimates;
    scope =
        name ->
            switch (name) {
              case "workload", "work", "context" -> workload;
              default -> workload.find(name).orElseGet(() -> new Undefined(name));
            };
  }

  /// `workload` is what the execution would work on.
  public static Plan draft(Playbook playbook, Fields workload, Estimates estimates) {
    var drafting = new Drafting(playbook, workload, estimates);
    drafting.draft();
    return new Plan(drafting.pieces, drafting.edges, drafting.own, drafting.notes);
  }

  private void draft() {
    var walk = new Walk(playbook);
    for (var step : playbook.steps()) {
      if (walk.isReached(step.name())) {
        ends.put(step.name(), add(step));
      } else {
        notes.add("%s is left out: no `next` leads there".formatted(step.name()));
      }
    }
    for (var edge : walk.edges()) {
      var from = ends.get(edge.from());
      var to = ends.get(edge.to());
      if (from != null && to != null) {
        to.first().forEach(first -> edges.add(new Edge(from.last(), first)));
      }
    }
    notes.addAll(walk.notes());
  }

  private Ends add(Step step) {
    if (step.task().isEmpty()) {
      return single(Piece.passing(step.name(), step.isEnd() ? "end" : ROUTER));
    }
    var task = step.task().get();
    if (task.iterator().isPresent()) {
      return iterations(step, task);
    }
    return single(
        new Piece(
            step.name(),
            task.tool(),
            time(step, task),
            demands(step, task.tool()),
            holdsSlot(task.tool()) ? step.name() : ""));
  }

  private Ends single(Piece piece) {
    pieces.add(piece);
    return new Ends(List.of(piece.id()), piece.id());
  }

  /// A wait says itself how long it takes.
  private Estimate time(Step step, Task task) {
    if (task.tool().equals("wait") && task.config().source() instanceof Fields config) {
      var said = Durations.parse(config.get("duration"));
      if (said.isPresent()) {
        return new Estimate(said.get().toMillis(), "playbook");
      }
    }
    return estimates.of(step.name(), task.tool(), Part.STEP);
  }

  /// Those wait in the engine, not on a worker.
  private static boolean holdsSlot(String tool) {
    return !tool.equals("wait") && !tool.equals("playbook");
  }

  private static Map<String, Integer> demands(Step step, String tool) {
    if (!step.resources().isEmpty()) {
      var demands = new LinkedHashMap<String, Integer>();
      step.resources()
          .forEach(
              (name, value) -> {
                if (value instanceof Num.Int(var amount)) {
                  demands.put(name, (int) amount);
                }
              });
      return demands;
    }
    return switch (tool) {
      case "http" -> Map.of("http_pool", 1);
      case "postgres", "save" -> Map.of("pg_pool", 1);
      case "duckdb" -> Map.of("duckdb_host", 1);
      default -> Map.of();
    };
  }

  // -- Iterators -------------------------------------------------------------------------------

  private Ends iterations(Step step, Task task) {
    var body =
        task.late().get("task") instanceof Fields form && form.get("tool") instanceof Text(var tool)
            ? tool
            : "";
    var turns = collection(step, task).map(items -> turns(items, task));
    if (turns.isEmpty()) {
      return whole(step, task, estimates.of(step.name(), task.tool(), Part.STEP), body);
    }
    int count = turns.get().size();
    int atOnce = concurrency(task);
    var each = estimates.of(step.name(), body, Part.ITERATION);
    if (count == 0 || count > ITERATIONS_MAX) {
      long rounds = (count + atOnce - 1L) / atOnce;
      notes.add("%s has %d iterations: they are one piece".formatted(step.name(), count));
      return whole(step, task, new Estimate(rounds * each.millis(), each.from()), body);
    }
    return several(step, body, turns.get(), each, atOnce);
  }

  private Ends whole(Step step, Task task, Estimate time, String body) {
    return single(
        new Piece(step.name(), task.tool(), time, demands(step, body), group(step, body)));
  }

  private static String group(Step step, String body) {
    return holdsSlot(body) ? step.name() : "";
  }

  private Ends several(Step step, String body, List<Value> turns, Estimate each, int atOnce) {
    var bound = "iterations of " + step.name();
    var demands = new LinkedHashMap<>(demands(step, body));
    if (atOnce > 1 && atOnce < turns.size()) {
      demands.put(bound, 1);
      own.put(bound, atOnce);
    }
    var ids = ids(step, turns);
    for (var id : ids) {
      pieces.add(new Piece(id, body, each, demands, group(step, body)));
    }
    if (atOnce == 1) {
      for (int i = 1; i < ids.size(); i++) {
        edges.add(new Edge(ids.get(i - 1), ids.get(i)));
      }
    }
    if (ids.size() == 1) {
      return new Ends(ids, ids.getFirst());
    }
    var barrier = Piece.passing("barrier::" + step.name(), BARRIER);
    pieces.add(barrier);
    var last = atOnce == 1 ? List.of(ids.getLast()) : ids;
    last.forEach(id -> edges.add(new Edge(id, barrier.id())));
    return new Ends(atOnce == 1 ? List.of(ids.getFirst()) : ids, barrier.id());
  }

  /// By the items' names, where each has one of its own.
  private static List<String> ids(Step step, List<Value> turns) {
    var names = new LinkedHashSet<String>();
    for (var turn : turns) {
      if (turn instanceof Fields item && item.get("name") instanceof Text(var name)) {
        names.add(step.name() + "/" + name);
      }
    }
    if (names.size() == turns.size()) {
      return List.copyOf(names);
    }
    var ids = new ArrayList<String>();
    for (int i = 0; i < turns.size(); i++) {
      ids.add(step.name() + "/" + i);
    }
    return ids;
  }

  /// The items, where they are known beforehand.
  private Optional<List<Value>> collection(Step step, Task task) {
    if (!(task.config().source() instanceof Fields config)) {
      return Optional.empty();
    }
    try {
      var collection =
          task.config().render(scope, AMBIENT) instanceof Fields it
              ? it.get("collection").plain()
              : new Undefined("collection");
      if (collection instanceof Items items) {
        if (!task.late().getOr("where", Text.EMPTY).equals(Text.EMPTY)) {
          notes.add("%s: which items `where` keeps is not known; all count".formatted(step.name()));
        }
        return Optional.of(items.list());
      }
    } catch (TemplateError e) {
      // It names what only the execution knows.
    }
    notes.add(
        "%s: its collection (%s) is known only when it is reached"
            .formatted(step.name(), Json.write(config.get("collection"))));
    return Optional.empty();
  }

  private static final Ambient AMBIENT = Ambient.of(Instant.EPOCH, 0);

  private static List<Value> turns(List<Value> items, Task task) {
    long limit = number(task, "limit", items.size());
    var some = items.subList(0, (int) Math.min(items.size(), limit));
    long chunk = number(task, "chunk", 1);
    if (chunk <= 1) {
      return some;
    }
    var chunks = new ArrayList<Value>();
    for (int at = 0; at < some.size(); at += Math.toIntExact(Math.min(chunk, some.size()))) {
      chunks.add(new Items(some.subList(at, (int) Math.min(some.size(), at + chunk))));
    }
    return chunks;
  }

  private static long number(Task task, String name, long otherwise) {
    return task.config().source() instanceof Fields config
            && config.get(name) instanceof Num.Int(var number)
        ? number
        : otherwise;
  }

  private static int concurrency(Task task) {
    boolean isAsync =
        task.config().source() instanceof Fields config
            && config.get("mode").equals(Text.of("async"));
    long said = number(task, "concurrency", isAsync ? Iterator.CONCURRENCY_DEFAULT : 1);
    return isAsync ? Math.clamp(said, 1, Integer.MAX_VALUE) : 1;
  }
}
