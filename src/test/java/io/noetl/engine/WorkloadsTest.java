package io.noetl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.playbook.PlaybookParser;
import io.noetl.template.Ambient;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How an execution's workload is made of the playbook's values and the caller's.
@Timeout(60)
class WorkloadsTest {
  private static final int KEYS = 2_000;

  private final Workloads workloads = new Workloads(Fields.of("HOME", Text.of("/root")));

  private String made(String defaults) {
    return made(defaults, "{}", Merging.DEEP);
  }

  private String made(String defaults, String payload, Merging merging) {
    return made(defaults, "{}", payload, merging);
  }

  private String made(String defaults, String inputs, String payload, Merging merging) {
    return Json.write(
        made(defaults, inputs, new Workloads.Given(json(payload), merging, json("{}"))));
  }

  private Fields made(String defaults, String inputs, Workloads.Given given) {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {name: made, path: test/made}
        workload: %s
        inputs: %s
        workflow: [{step: start, next: end}, {step: end}]
        """
            .formatted(defaults, inputs);
    var playbook = ((PlaybookParser.Valid) PlaybookParser.parse("made.yaml", text)).playbook();
    return workloads.prepare(playbook, given, 7, Ambient.of(Instant.EPOCH, 1));
  }

  private static Fields json(String text) {
    return (Fields) Json.read(text);
  }

  @Test
  void dataOfTheCallerNeedNotBeATemplateThatCanBeRead() {
    assertThat(made("{a: 1}", "{\"b\": \"{{ broken\"}", Merging.SHALLOW))
        .isEqualTo("{\"a\":1,\"b\":\"{{ broken\"}");
  }

  @Test
  void dataOfTheCallerIsNoTemplateWhereItIsLaidOverPartOfAMap() {
    var defaults = "{c: {x: 1, y: \"{{ execution_id }}\", z: [\"{{ 1 + 1 }}\"]}}";

    assertThat(made(defaults, "{\"c\": {\"x\": \"{{ env.HOME }}\"}}", Merging.DEEP))
        .isEqualTo("{\"c\":{\"x\":\"{{ env.HOME }}\",\"y\":\"7\",\"z\":[2]}}");
    assertThat(made(defaults, "{\"c\": {\"z\": [\"{{ env.HOME }}\"]}}", Merging.APPEND))
        .isEqualTo("{\"c\":{\"x\":1,\"y\":\"7\",\"z\":[2,\"{{ env.HOME }}\"]}}");
  }

  @Test
  void dataOfTheCallerIsNoTemplateWhereItReadsLikeTheDefault() {
    var text = "{\"a\": \"{{ execution_id }}\"}";

    assertThat(made("{a: \"{{ execution_id }}\"}", text, Merging.DEEP))
        .isEqualTo("{\"a\":\"{{ execution_id }}\"}");
  }

  @Test
  void settingsAreDataToo() {
    var payload = json("{\"c\": {\"x\": \"{{ env.HOME }}\"}}");
    var settings = json("{\"c\": {\"y\": \"{{ env.HOME }}\"}}");

    assertThat(
            made(
                "{c: {x: 1, y: 2, z: \"{{ execution_id }}\"}}",
                "{}",
                new Workloads.Given(payload, Merging.DEEP, settings)))
        .isEqualTo(json("{\"c\":{\"x\":\"{{ env.HOME }}\",\"y\":\"{{ env.HOME }}\",\"z\":\"7\"}}"));
  }

  @Test
  void textThatReadsLikeTheDefaultIsHeldAgainstTheTypeOfTheInput() {
    assertThatThrownBy(
            () ->
                made(
                    "{a: \"{{ 1 + 1 }}\"}",
                    "{a: {type: integer}}",
                    "{\"a\": \"{{ 1 + 1 }}\"}",
                    Merging.DEEP))
        .isInstanceOf(Misfit.class)
        .hasMessageContaining("a: expected a whole number");
  }

  @Test
  void templatesBesideTheCallersPartOfAnInputAreCheckedOnceTheyAreRendered() {
    var inputs = "{c: {properties: {x: integer, y: string}}}";

    assertThat(made("{c: {x: \"{{ 1 + 1 }}\"}}", inputs, "{\"c\": {\"y\": \"b\"}}", Merging.DEEP))
        .isEqualTo("{\"c\":{\"x\":2,\"y\":\"b\"}}");
  }

  @Test
  void whatTakesTheWholeWorkloadFindsWhatIsAboveAndWhatDoesNotDoTheSame() {
    assertThat(made("{a: \"{{ workload | length }}\", b: \"{{ workload.keys() | list }}\", c: 3}"))
        .isEqualTo("{\"a\":1,\"b\":[\"a\",\"c\"],\"c\":3}");
    assertThat(made("{a: \"{{ workload.get('b') }}\", b: \"{{ execution_id }}\"}"))
        .isEqualTo("{\"a\":\"7\",\"b\":\"7\"}");
    assertThat(made("{a: \"{{ 'b' in workload }}\", b: \"{{ workload['c'] }}\", c: \"{{ a }}\"}"))
        .isEqualTo("{\"a\":false,\"b\":false,\"c\":false}");
  }

  @Test
  void aKeyThatIsHiddenByAnotherNameIsNoPartOfACircle() {
    assertThat(made("{a: \"{{ job.id }}\", job: \"{{ a }}\"}"))
        .isEqualTo("{\"a\":\"7\",\"job\":\"7\"}");
  }

  @Test
  void keysInACircleAreAnError() {
    assertThatThrownBy(() -> made("{z: \"{{ a }}\", a: \"{{ b }}\", b: \"{{ workload.a }}\"}"))
        .isInstanceOf(TemplateError.class)
        .hasMessageContaining("in a circle: a -> b -> a");
  }

  @Test
  void aChainOfKeysThatIsTooLongIsAnErrorAndOneUpwardsIsNot() {
    var down = new StringBuilder("{");
    var up = new StringBuilder("{k0: 1");
    for (int i = 0; i < KEYS; i++) {
      down.append("k%d: \"{{ k%d }}\", ".formatted(i, i + 1));
      up.append(", k%d: \"{{ workload.k%d }}\"".formatted(i + 1, i));
    }

    assertThatThrownBy(() -> made(down + "k%d: 1}".formatted(KEYS)))
        .isInstanceOf(TemplateError.class)
        .hasMessageContaining("k0: more than 500 keys");
    assertThat(made(up + "}")).endsWith("\"k%d\":1}".formatted(KEYS));
  }
}
