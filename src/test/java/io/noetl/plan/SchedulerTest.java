package io.noetl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.plan.Plan.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// When pieces begin.
class SchedulerTest {

  @Test
  void withRoomForEverythingItTakesAsLongAsTheCriticalPath() {
    var plan =
        plan(
            List.of(piece("a", 10), piece("b", 5), piece("c", 20), piece("d", 1)),
            "a b",
            "a c",
            "b d",
            "c d");

    var schedule = Scheduler.schedule(plan, Map.of());

    assertThat(schedule.critical()).containsExactly("a", "c", "d");
    assertThat(schedule.lengthMillis()).isEqualTo(31);
    assertThat(schedule.makespanMillis()).isEqualTo(31);
    assertThat(schedule.starts())
        .containsExactly(
            Map.entry("a", 0L), Map.entry("b", 10L), Map.entry("c", 10L), Map.entry("d", 30L));
  }

  @Test
  void whatHasTheLongestWayToGoBeginsFirst() {
    var plan = plan(List.of(piece("short", 5), piece("long", 5), piece("after", 50)), "long after");

    var schedule = Scheduler.schedule(plan, Map.of(Scheduler.SLOTS, 1));

    assertThat(schedule.starts()).containsEntry("long", 0L).containsEntry("after", 5L);
    assertThat(schedule.makespanMillis()).isEqualTo(60);
  }

  @Test
  void aGroupSharesOneSlot() {
    var pieces =
        List.of(
            new Piece("each/0", "http", new Estimate(10, ""), Map.of(), "each"),
            new Piece("each/1", "http", new Estimate(10, ""), Map.of(), "each"),
            piece("other", 10));

    var schedule = Scheduler.schedule(plan(pieces), Map.of(Scheduler.SLOTS, 1));

    assertThat(schedule.starts()).containsEntry("each/0", 0L).containsEntry("each/1", 0L);
    assertThat(schedule.starts()).containsEntry("other", 10L);
  }

  @Test
  void whatNeedsMoreThanThereIsIsTold() {
    var greedy = new Piece("train", "python", new Estimate(10, ""), Map.of("gpu", 3), "train");

    assertThatThrownBy(() -> Scheduler.schedule(plan(List.of(greedy)), Map.of("gpu", 2)))
        .isInstanceOf(Infeasible.class)
        .hasMessage(
            "train needs 3 of gpu, but there are 2 in all: raise it in --resources, or lower the"
                + " step's `resources`");
  }

  @Test
  void orderAndCapacitiesHoldForAnyPlan() {
    for (long seed = 0; seed < 400; seed++) {
      var random = new SplittableRandom(seed);
      var plan = random(random);
      var capacities = Map.of("x", 1 + random.nextInt(4), Scheduler.SLOTS, 1 + random.nextInt(5));

      var schedule = Scheduler.schedule(plan, capacities);

      var name = "seed " + seed;
      long sum = plan.pieces().stream().mapToLong(piece -> piece.time().millis()).sum();
      assertThat(schedule.makespanMillis())
          .as(name)
          .isBetween(schedule.lengthMillis(), Math.max(sum, schedule.lengthMillis()));
      for (var edge : plan.edges()) {
        assertThat(at(schedule.starts(), edge.to()))
            .as(name)
            .isGreaterThanOrEqualTo(at(schedule.ends(), edge.from()));
      }
      requireRoom(name, plan, schedule, capacities);
    }
  }

  private static void requireRoom(
      String name, Plan plan, Schedule schedule, Map<String, Integer> capacities) {
    for (long instant : new TreeSet<>(schedule.starts().values())) {
      var used = new HashMap<String, Integer>();
      var groups = new TreeSet<String>();
      for (var piece : plan.pieces()) {
        if (at(schedule.starts(), piece.id()) <= instant
            && at(schedule.ends(), piece.id()) > instant) {
          piece.demands().forEach((it, amount) -> used.merge(it, amount, Integer::sum));
          groups.add(piece.group());
        }
      }
      assertThat(used.getOrDefault("x", 0)).as(name).isLessThanOrEqualTo(capacities.get("x"));
      assertThat(groups.size()).as(name).isLessThanOrEqualTo(capacities.get(Scheduler.SLOTS));
    }
  }

  private static long at(Map<String, Long> times, String id) {
    return times.getOrDefault(id, -1L);
  }

  private static Plan random(SplittableRandom random) {
    int size = 1 + random.nextInt(30);
    var pieces = new ArrayList<Piece>();
    var edges = new ArrayList<Edge>();
    for (int i = 0; i < size; i++) {
      int demand = random.nextInt(2);
      pieces.add(
          new Piece(
              "p" + i,
              "http",
              new Estimate(random.nextInt(4) * 10L, ""),
              demand == 0 ? Map.of() : Map.of("x", demand),
              "g" + (random.nextInt(4) == 0 ? i / 3 * 3 : i)));
    }
    // Iterations of a group wait for the same, and not for each other by way of others.
    for (int group = 0; group < size; group += 3) {
      for (int before = 0; before < group; before++) {
        if (random.nextInt(6) == 0) {
          for (int i = group; i < Math.min(size, group + 3); i++) {
            edges.add(new Edge("p" + before, "p" + i));
          }
        }
      }
    }
    return new Plan(pieces, edges, Map.of(), List.of());
  }

  private static Piece piece(String id, long millis) {
    return new Piece(id, "python", new Estimate(millis, ""), Map.of(), id);
  }

  private static Plan plan(List<Piece> pieces, String... edges) {
    var all = new ArrayList<Edge>();
    for (var edge : edges) {
      var ends = edge.split(" ", 2);
      all.add(new Edge(ends[0], ends[1]));
    }
    return new Plan(pieces, all, Map.of(), List.of());
  }
}
