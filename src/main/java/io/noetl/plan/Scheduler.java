package io.noetl.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Places the pieces of a plan in time by list scheduling: whenever something has ended, of all
/// pieces that could begin those with the longest way still to go begin first, as far as there is
/// room. That is not always the best there is, but never more than the sum, and it is found at
/// once.
public final class Scheduler {
  /// The resource that every job takes one of.
  public static final String SLOTS = "slots";

  private final Plan plan;
  private final List<List<Integer>> before;
  private final List<List<Integer>> after;

  /// How long it takes from the begin of a piece to the end of all, were there room for everything.
  private final long[] tails;

  private final Map<String, Integer> free = new HashMap<>();
  private final Map<String, Integer> members = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final int[] missing;
  private final long[] starts;
  private final PriorityQueue<Integer> ready;
  private final PriorityQueue<Ending> running =
      new PriorityQueue<>(Comparator.comparingLong(Ending::at).thenComparingInt(Ending::piece));

  private record Ending(long at, int piece) {}

  private Scheduler(Plan plan, Map<String, Integer> capacities) {
    this.plan = plan;
    int size = plan.pieces().size();
    before = plan.before();
    after = plan.after();
    tails = new long[size];
    missing = new int[size];
    starts = new long[size];
    free.putAll(plan.own());
    free.putAll(capacities);
    ready =
        new PriorityQueue<>(
            Comparator.comparingLong((Integer piece) -> -tails[piece]).thenComparingInt(it -> it));
  }

  /// Throws [Infeasible] where a piece wants more than `capacities` have. What they do not name is
  /// there without bound.
  public static Schedule schedule(Plan plan, Map<String, Integer> capacities) {
    var scheduler = new Scheduler(plan, capacities);
    scheduler.requireRoom(capacities);
    scheduler.measure();
    scheduler.run();
    return scheduler.schedule();
  }

  private void requireRoom(Map<String, Integer> capacities) {
    for (var piece : plan.pieces()) {
      piece
          .demands()
          .forEach(
              (resource, demand) -> {
                var capacity = capacities.get(resource);
                if (capacity != null && demand > capacity) {
                  throw new Infeasible(
                      "%s needs %d of %s, but there are %d in all: raise it in --resources, or"
                              .formatted(piece.id(), demand, resource, capacity)
                          + " lower the step's `resources`");
                }
              });
    }
  }

  /// From the last pieces to the first.
  private void measure() {
    var left = new int[tails.length];
    var done = new ArrayList<Integer>();
    for (int i = 0; i < left.length; i++) {
      left[i] = after.get(i).size();
      missing[i] = before.get(i).size();
      if (left[i] == 0) {
        done.add(i);
      }
    }
    for (int at = 0; at < done.size(); at++) {
      int piece = done.get(at);
      long longest = 0;
      for (int next : after.get(piece)) {
        longest = Math.max(longest, tails[next]);
      }
      tails[piece] = longest + millis(piece);
      for (int each : before.get(piece)) {
        if (--left[each] == 0) {
          done.add(each);
        }
      }
    }
    if (done.size() != left.length) {
      throw new IllegalStateException("the plan has a cycle");
    }
  }

  private long millis(int piece) {
    return plan.pieces().get(piece).time().millis();
  }

  private void run() {
    for (int i = 0; i < missing.length; i++) {
      members.merge(plan.pieces().get(i).group(), 1, Integer::sum);
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    long now = 0;
    start(now);
    while (!running.isEmpty()) {
      now = running.element().at();
      while (!running.isEmpty() && running.element().at() == now) {
        end(running.remove().piece());
      }
      start(now);
    }
    if (!ready.isEmpty()) {
      throw new IllegalStateException("pieces are left although nothing goes on: " + ready);
    }
  }

  /// Begins what there is room for; what takes no time may make way for others at once.
  private void start(long now) {
    var waiting = new ArrayList<Integer>();
    while (!ready.isEmpty()) {
      int piece = ready.remove();
      if (!take(plan.pieces().get(piece))) {
        waiting.add(piece);
      } else {
        starts[piece] = now;
        if (millis(piece) == 0) {
          end(piece);
          ready.addAll(waiting);
          waiting.clear();
        } else {
          running.add(new Ending(now + millis(piece), piece));
        }
      }
    }
    ready.addAll(waiting);
  }

  private boolean take(Piece piece) {
    boolean needsSlot = !piece.group().isEmpty() && !open.containsKey(piece.group());
    boolean hasRoom =
        piece.demands().entrySet().stream()
            .allMatch(it -> free.getOrDefault(it.getKey(), Integer.MAX_VALUE) >= it.getValue());
    if (!hasRoom || needsSlot && free.getOrDefault(SLOTS, 1) < 1) {
      return false;
    }
    piece.demands().forEach((resource, demand) -> change(resource, -demand));
    if (needsSlot) {
      change(SLOTS, -1);
      open.put(piece.group(), members.getOrDefault(piece.group(), 0));
    }
    return true;
  }

  private void change(String resource, int by) {
    free.computeIfPresent(resource, (_, amount) -> amount + by);
  }

  private void end(int place) {
    var piece = plan.pieces().get(place);
    piece.demands().forEach(this::change);
    if (!piece.group().isEmpty() && open.merge(piece.group(), -1, Integer::sum) == 0) {
      change(SLOTS, 1);
    }
    for (int next : after.get(place)) {
      if (--missing[next] == 0) {
        ready.add(next);
      }
    }
  }

  private Schedule schedule() {
    var begins = new LinkedHashMap<String, Long>();
    var ends = new LinkedHashMap<String, Long>();
    for (int i = 0; i < starts.length; i++) {
      var id = plan.pieces().get(i).id();
      begins.put(id, starts[i]);
      ends.put(id, starts[i] + millis(i));
    }
    var critical = critical();
    long length = 0;
    for (int piece : critical) {
      length += millis(piece);
    }
    return new Schedule(
        begins, ends, critical.stream().map(it -> plan.pieces().get(it).id()).toList(), length);
  }

  /// From the piece with the longest way on, always to the next with the longest.
  private List<Integer> critical() {
    var way = new ArrayList<Integer>();
    List<Integer> choices = new ArrayList<>();
    for (int i = 0; i < tails.length; i++) {
      if (before.get(i).isEmpty()) {
        choices.add(i);
      }
    }
    while (!choices.isEmpty()) {
      int best = choices.getFirst();
      for (int each : choices) {
        best = tails[each] > tails[best] ? each : best;
      }
      way.add(best);
      choices = after.get(best);
    }
    return way;
  }
}
