package io.noetl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Broker;
import io.noetl.broker.Phase;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Random playbooks under random misfortune (docs/decisions/0009): `-Dnoetl.seeds=2000` plays that
/// many, `-Dnoetl.seed=17` plays one and tells its story.
final class SimulationTest {
  private static final long SEEDS_DEFAULT = 200;

  @Test
  void everySeedEndsAsItsPlaybookSays() throws IOException {
    var tally = new int[3];
    for (long seed : seeds()) {
      try {
        play(seed, tally);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed %d failed; replay it with: make simulate SEED=%d%n%s"
                .formatted(seed, seed, e.getMessage()),
            e);
      }
    }
    System.out.printf(
        "simulation: %d played, %d compared with the reference, %d steps%n",
        tally[0], tally[1], tally[2]);
    assertThat(tally[0]).isPositive();
  }

  private static Set<Long> seeds() throws IOException {
    var one = Long.getLong("noetl.seed");
    var seeds = new LinkedHashSet<Long>();
    if (one != null) {
      seeds.add(one);
      return seeds;
    }
    seeds.addAll(kept());
    LongStream.rangeClosed(1, Long.getLong("noetl.seeds", SEEDS_DEFAULT)).forEach(seeds::add);
    return seeds;
  }

  /// Seeds that failed once, each with what was wrong.
  private static Set<Long> kept() throws IOException {
    var seeds = new LinkedHashSet<Long>();
    try (var list = SimulationTest.class.getResourceAsStream("/simulation/seeds.txt")) {
      for (var line : new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          seeds.add(Long.parseLong(line.split(" ")[0]));
        }
      }
    }
    return seeds;
  }

  private static void play(long seed, int[] tally) {
    var gen = new Gen(seed);
    var scenario = new PlaybookGenerator(gen).scenario();
    Map<String, Playbook> playbooks = new LinkedHashMap<>();
    Map<String, Broker> brokers = new LinkedHashMap<>();
    scenario.texts().forEach((path, text) -> playbooks.put(path, parsed(path, text)));
    playbooks.forEach((path, playbook) -> brokers.put(path, new Broker(playbook)));
    Simulator simulator = null;
    try {
      simulator = new Simulator(gen, scenario, brokers);
      simulator.run();
      tally[0]++;
      tally[2] += simulator.steps();
      tally[1] += compare(simulator, scenario, playbooks) ? 1 : 0;
    } catch (RuntimeException | AssertionError e) {
      if (Long.getLong("noetl.seed") != null) {
        scenario.texts().forEach((path, text) -> System.out.println("=== " + path + "\n" + text));
        if (simulator != null) {
          simulator.chronicle().lines().forEach(System.out::println);
        }
      }
      throw e;
    }
  }

  /// Whether there was something to compare.
  private static boolean compare(
      Simulator simulator, Scenario scenario, Map<String, Playbook> playbooks) {
    if (!scenario.raceFree() || simulator.isCancelled()) {
      return false;
    }
    var reference = new ReferenceInterpreter(scenario, playbooks);
    var expected = reference.run();
    if (reference.isAmbiguous()) {
      return false;
    }
    var state = simulator.main();
    assertThat(state.phase())
        .as("how it ended; %s", state.ending())
        .isEqualTo(expected.completed() ? Phase.COMPLETED : Phase.FAILED);
    assertThat(simulator.chronicle().visits()).as("visits").isEqualTo(reference.visits());
    assertThat(simulator.chronicle().attempts()).as("attempts").isEqualTo(reference.attempts());
    if (expected.completed()) {
      assertThat(simulator.result()).as("result").isEqualTo(expected.result());
    } else {
      assertThat(state.ending().failedStep()).isEqualTo(expected.failedStep());
    }
    return true;
  }

  private static Playbook parsed(String path, String text) {
    return switch (PlaybookParser.parse(path, text)) {
      case PlaybookParser.Valid(var playbook, _) -> playbook;
      case PlaybookParser.Invalid(var problems) ->
          throw new IllegalStateException("not a playbook: " + problems + "\n" + text);
    };
  }
}
