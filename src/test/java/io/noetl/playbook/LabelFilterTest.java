package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabelFilterTest {
  @Test
  void partsStandBetweenCommas() {
    assertThat(LabelFilter.parse(" team = data ,tier, eq=a=b,empty="))
        .contains(
            new LabelFilter(
                Map.of(
                    "team", Optional.of("data"),
                    "tier", Optional.empty(),
                    "eq", Optional.of("a=b"),
                    "empty", Optional.of(""))));
  }

  @Test
  void whatIsNoFilterIsRefused() {
    assertThat(LabelFilter.parse("")).isEmpty();
    assertThat(LabelFilter.parse("a,,b")).isEmpty();
    assertThat(LabelFilter.parse("=data")).isEmpty();
    assertThat(LabelFilter.parse("a,".repeat(30) + "a")).isPresent();
    var many = new StringBuilder("a0");
    for (int i = 1; i <= 20; i++) {
      many.append(",a").append(i);
    }
    assertThat(LabelFilter.parse(many.toString())).isEmpty();
  }

  @Test
  void aLabelThatComesTwiceIsWantedAsItIsToldBest() {
    var one = Optional.of(new LabelFilter(Map.of("team", Optional.of("data"))));

    assertThat(LabelFilter.parse("team=data,team")).isEqualTo(one);
    assertThat(LabelFilter.parse("team,team=data")).isEqualTo(one);
    assertThat(LabelFilter.parse("team=data,team=data")).isEqualTo(one);
    assertThat(LabelFilter.parse("team=data,team=web")).isEmpty();
  }

  @Test
  void numbersAndTruthsAreComparedAsTextAndListsAreNoLabels() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: a, labels: {tier: 1, live: true, team: data, list: [1], none: null}}
        workflow: [{step: start}]
        """;
    var playbook = ((PlaybookParser.Valid) PlaybookParser.parse("a", text)).playbook();

    assertThat(has(playbook, "tier=1,live=true,team")).isTrue();
    assertThat(has(playbook, "tier=1.0")).isFalse();
    assertThat(has(playbook, "list")).isFalse();
    assertThat(has(playbook, "none")).isFalse();
  }

  private static boolean has(Playbook playbook, String filter) {
    return LabelFilter.parse(filter).orElseThrow().matches(playbook.labels());
  }
}
