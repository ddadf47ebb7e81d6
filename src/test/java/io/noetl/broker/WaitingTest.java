package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.ErrorRoute;
import io.noetl.playbook.Graph;
import io.noetl.playbook.Join;
import io.noetl.playbook.Place;
import io.noetl.playbook.Step;
import io.noetl.playbook.Transition;
import io.noetl.template.Document;
import io.noetl.value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Who waits for whom at joins, on graphs of any shape.
final class WaitingTest {
  private static final Place NOWHERE = new Place("x.yaml", 1, 1);
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private static Graph graph(String... ways) {
    var steps = new ArrayList<Step>();
    for (var way : ways) {
      var names = way.split(" ");
      steps.add(step(names[0], List.of(names).subList(1, names.length)));
    }
    return new Graph(steps);
  }

  private static Step step(String name, List<String> targets) {
    var next =
        targets.stream()
            .map(it -> new Transition(it, new Transition.Always(), Document.EMPTY, NOWHERE))
            .toList();
    return new Step(
        name,
        NOWHERE,
        Optional.empty(),
        Join.ALL,
        1000,
        next,
        new ErrorRoute.Fail(),
        Document.EMPTY,
        Optional.empty(),
        Fields.EMPTY);
  }

  private static boolean blocks(Graph graph, String other, String step) {
    return graph.leadingTo(step).test(other) && !graph.begins(other, step);
  }

  @Test
  void whatComesBeforeIsWaitedFor() {
    var graph = graph("start a b", "a j", "b c", "c j", "j");

    assertThat(graph.leadingTo("j").test("b")).isTrue();
    assertThat(graph.leadingTo("b").test("j")).isFalse();
    assertThat(graph.leadingTo("c").test("a")).isFalse();
  }

  @Test
  void inACycleTheNextRoundIsNotWaitedFor() {
    var graph = graph("start f", "f a b", "a j", "b c", "c j", "j f out", "out");

    assertThat(graph.leadingTo("j").test("a")).isTrue();
    assertThat(graph.leadingTo("b").test("a")).isFalse();
    assertThat(graph.leadingTo("c").test("j")).isFalse();
    assertThat(graph.leadingTo("f").test("b")).as("the next round waits for this one").isTrue();
    assertThat(graph.leadingTo("out").test("b")).isTrue();
    assertThat(graph.begins("f", "j")).isTrue();
    assertThat(graph.begins("j", "f")).isFalse();
    assertThat(graph.begins("f", "out")).isFalse();
  }

  @Test
  void whatFollowsAnInnerCycleWaitsForAllItsRounds() {
    var graph = graph("start h", "h g x", "g m", "m g2", "g2 g j", "x j", "j h end", "end");

    assertThat(graph.leadingTo("j").test("m")).isTrue();
    assertThat(graph.leadingTo("g").test("m")).isTrue();
    assertThat(graph.leadingTo("g").test("x"))
        .as("only in the next round of the outer one")
        .isFalse();
    assertThat(graph.leadingTo("x").test("m")).isFalse();
  }

  @Test
  void endWaitsForEverything() {
    var graph = graph("start a b", "a end", "b", "end");

    assertThat(graph.leadingTo("end").test("b")).isTrue();
    assertThat(graph.leadingTo("b").test("end")).isFalse();
  }

  @Test
  void ofAnyStepsThatWaitOneMayStart() {
    for (long seed = 0; seed < 400; seed++) {
      var random = FACTORY.create(seed);
      int size = random.nextInt(2, 12);
      var graph = randomGraph(random, size);
      for (int i = 0; i < 40; i++) {
        var waiting = new ArrayList<String>();
        for (int step = 0; step < size; step++) {
          if (random.nextBoolean()) {
            waiting.add(name(step));
          }
        }
        assertThat(waiting.isEmpty() || someMayStart(graph, waiting))
            .as("seed %d: %s", seed, waiting)
            .isTrue();
      }
    }
  }

  private static Graph randomGraph(RandomGenerator random, int size) {
    var ways = new String[size];
    for (int step = 0; step < size; step++) {
      ways[step] = name(step);
      for (int edge = random.nextInt(4); edge > 0; edge--) {
        ways[step] += " " + name(random.nextInt(size));
      }
    }
    return graph(ways);
  }

  private static String name(int step) {
    return step == 0 ? "start" : step == 1 ? "end" : "s" + step;
  }

  private static boolean someMayStart(Graph graph, List<String> waiting) {
    return waiting.stream()
        .anyMatch(
            step ->
                waiting.stream()
                    .noneMatch(other -> !other.equals(step) && blocks(graph, other, step)));
  }

  @Test
  void aLongCycleIsWorkedOutQuickly() {
    var ways = new String[2_000];
    for (int step = 0; step < ways.length; step++) {
      ways[step] = "s" + step + " s" + (step + 1) % ways.length;
    }

    var graph = graph(ways);

    assertThat(graph.leadingTo("s1999").test("s5")).isTrue();
    assertThat(graph.leadingTo("s3").test("s5")).isFalse();
    assertThat(graph.leadingTo("s0").test("s5")).isTrue();
  }
}
