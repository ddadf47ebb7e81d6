package io.noetl.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.secret.SecretError.Kind;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a credential's data are encrypted, and that nothing else opens them.
class EnvelopeTest {
  private static final Fields DATA = (Fields) Json.read("{\"token\": \"canary-ä\", \"n\": [1]}");
  private static final Label LABEL = new Label("api", "bearer");
  private final MasterKey key = MasterKey.random();
  private final MasterKeys keys = new MasterKeys(List.of(key));

  private static Envelope again(Envelope envelope) {
    return Envelope.parse(envelope.text(), LABEL);
  }

  @Test
  void whatIsSealedOpensAgain() {
    var sealed = Envelope.seal(DATA, LABEL, key);

    assertThat(again(sealed).open(LABEL, keys)).isEqualTo(DATA);
    assertThat(again(sealed).keyId()).isEqualTo(key.id());
    assertThat(sealed.text()).startsWith("noetl:1:" + key.id() + ":").doesNotContain("canary");
  }

  @Test
  void noTwoEnvelopesAreTheSame() {
    assertThat(Envelope.seal(DATA, LABEL, key).text())
        .isNotEqualTo(Envelope.seal(DATA, LABEL, key).text());
  }

  @Test
  void itOpensUnderNoOtherNameAndNoOtherType() {
    var sealed = Envelope.seal(DATA, LABEL, key);

    for (var other : List.of(new Label("apj", "bearer"), new Label("api", "header"))) {
      assertThatThrownBy(() -> sealed.open(other, keys))
          .isInstanceOfSatisfying(
              SecretError.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
          .hasMessageContaining("written for another name");
    }
  }

  @Test
  void anyChangeOfTheTextIsNoticed() {
    var text = Envelope.seal(DATA, LABEL, key).text();

    for (int at = 0; at < text.length(); at++) {
      var changed = new StringBuilder(text);
      changed.setCharAt(at, text.charAt(at) == 'A' ? 'B' : 'A');
      assertThatThrownBy(() -> Envelope.parse(changed.toString(), LABEL).open(LABEL, keys))
          .as("changed at " + at)
          .isInstanceOf(SecretError.class)
          .hasMessageNotContaining("canary");
    }
    assertThatThrownBy(() -> Envelope.parse(text.substring(0, 60), LABEL).open(LABEL, keys))
        .isInstanceOf(SecretError.class);
  }

  @Test
  void withoutItsKeyItSaysWhichOneIsMissing() {
    var sealed = Envelope.seal(DATA, LABEL, key);
    var other = MasterKey.random();

    assertThatThrownBy(() -> sealed.open(LABEL, new MasterKeys(List.of(other))))
        .isInstanceOfSatisfying(
            SecretError.class, e -> assertThat(e.kind()).isEqualTo(Kind.KEY_MISSING))
        .hasMessageContaining("needs the master key " + key.id())
        .hasMessageContaining("known: " + other.id());
  }

  @Test
  void rewrappedItNeedsTheNewKeyAlone() {
    var next = MasterKey.random();
    var sealed = Envelope.seal(DATA, LABEL, key);

    var rewrapped = sealed.rewrapped(LABEL, keys, next);

    assertThat(again(rewrapped).open(LABEL, new MasterKeys(List.of(next)))).isEqualTo(DATA);
    assertThatThrownBy(() -> rewrapped.open(LABEL, keys)).isInstanceOf(SecretError.class);
    var parts = List.of(rewrapped.text().split(":", -1));
    assertThat(sealed.text()).as("the data stay as they are").endsWith(parts.getLast());
  }

  @Test
  void aLaterFormIsNamedAsSuch() {
    assertThatThrownBy(() -> Envelope.parse("noetl:2:x", LABEL))
        .hasMessageContaining("a newer version");
    assertThatThrownBy(() -> Envelope.parse("{\"token\": \"plain\"}", LABEL))
        .hasMessageContaining("no envelope")
        .hasMessageNotContaining("plain");
  }
}
