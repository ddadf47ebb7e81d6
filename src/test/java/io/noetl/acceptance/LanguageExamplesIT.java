package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.engine.Engine;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.engine.Playbooks;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of typed inputs and of limits.
class LanguageExamplesIT {
  @TempDir static Path data;
  private static Runs runs;

  @BeforeAll
  static void open() {
    runs = new Runs(data);
  }

  @AfterAll
  static void close() {
    runs.close();
  }

  @Test
  void inputsThatFitRunWithTheirDefaults() throws Exception {
    var run =
        runs.run("typed_inputs.yaml", "{\"days\": 3, \"place\": {\"lat\": 48.9, \"lon\": 2}}");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo(
            "{\"summary\":\"3 days in Paris from 2026-01-31\",\"where\":{\"lat\":48.9,\"lon\":2}}");
  }

  @Test
  void inputsThatDoNotFitStartNothing() throws Exception {
    var _ = runs.run("typed_inputs.yaml", "{\"days\": 1}");
    var found = (Playbooks.Ready) runs.playbooks().find("examples/typed_inputs", 0);
    var payload =
        (Fields) Json.read("{\"days\": 30, \"city\": \"Pariss\", \"place\": {\"lat\": 1}}");

    var answer = runs.engine().start(Order.of(found, payload, Merging.SHALLOW));

    assertThat(((Engine.Refused<Long>) answer).refusal().message())
        .contains("city: ", "days: expected a number of at most 14, found 30", "place.lon: ");
  }

  @Test
  void aStepThatMeetsItsLimitCanBeFollowedByAnother() throws Exception {
    var run = runs.run("python_limits.yaml", "{\"megabytes\": 500}");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).contains("\"megabytes\":500", "\"at_once\":false", "limit of 256MB");
    assertThat(runs.run("python_limits.yaml", "{\"megabytes\": 8}").json())
        .isEqualTo("{\"megabytes\":8,\"at_once\":true,\"why\":\"it was enough\"}");
  }
}
