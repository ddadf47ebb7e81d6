package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets are blackened however they are written and wherever they stand.
class RedactionTest {
  private static final String SECRET = "pä\"ss'\\w/o+rd&<x>\t1";
  private final Redaction redaction = new Redaction();

  @BeforeEach
  void hide() {
    redaction.hide(SECRET);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void allSpellingsAreBlackened() {
    var json = Json.write(Text.of(SECRET));
    var url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    for (var written :
        List.of(
            SECRET,
            json,
            Json.write(Text.of(json)),
            "p\\u00e4\\\"ss'\\\\w/o+rd&<x>\\t1",
            "'p\\xe4\"ss\\'\\\\w/o+rd&<x>\\t1'",
            "b'p\\xc3\\xa4\"ss\\'\\\\w/o+rd&<x>\\t1'",
            "'pä\"ss\\'\\\\w/o+rd&<x>\\t1'",
            "pä&#34;ss&#39;\\w/o+rd&amp;&lt;x&gt;\t1",
            "pä&quot;ss&#x27;\\w/o+rd&amp;&lt;x&gt;\t1",
            url,
            url.replace("%2F", "/"),
            url.toLowerCase(Locale.ROOT),
            HexFormat.of().formatHex(utf8(SECRET)),
            HexFormat.of().withUpperCase().formatHex(utf8(SECRET)))) {
      assertThat(redaction.text("a " + written + " b"))
          .as(written)
          .startsWith("a ")
          .endsWith(" b")
          .contains("***")
          .doesNotContain("rd&", "w/o", "w%2", "772f6f", "772F6F");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "user:", "xyz", "me@example:"})
  void itIsFoundWithinBase64OfMore(String before) {
    for (var after : List.of("", "!", "--", "and more")) {
      var bytes = utf8(before + "s3cret-value" + after);
      redaction.hide("s3cret-value");

      for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        var black = redaction.text("Basic " + encoder.encodeToString(bytes));
        assertThat(black).contains("***");
        // What is left decodes to nothing but the neighbours.
        assertThat(black.length()).isLessThan(40);
      }
    }
  }

  @Test
  void overlappingSecretsGoTogether() {
    redaction.hide("abcdefgh");
    redaction.hide("fghijklm");
    redaction.hide("cdefgh");

    assertThat(redaction.text("x abcdefghijklm y abcdefgh cdefghi")).isEqualTo("x *** y *** ***i");
  }

  @Test
  void theBeginningOfASecretBeforeACutIsBlackened() {
    redaction.hide("0123456789abcdef");

    assertThat(redaction.text("HTTP 500: token 0123456789...")).isEqualTo("HTTP 500: token ***...");
    assertThat(redaction.text("the phone 0123456789")).endsWith("0123456789");
  }

  @Test
  void shortOnesAreLeft() {
    var own = new Redaction();
    own.hide("abc");
    own.hide("  abcde ");

    assertThat(own.text("abc abcde")).isEqualTo("abc abcde");
  }

  @Test
  void theLinesOfAKeyAreHiddenEach() {
    redaction.hide("-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n");

    assertThat(redaction.text("line 2 is 'kqhkiG9w0BAQEF'")).isEqualTo("line 2 is '***'");
    assertThat(redaction.text("-----BEGIN KEY-----")).isEqualTo("-----BEGIN KEY-----");
  }

  @Test
  void digitsAreHiddenAsNumbersToo() {
    redaction.hide("12345678");

    assertThat(redaction.value(Fields.of("pin", Num.of(12_345_678))).toString())
        .isEqualTo("{pin=***}");
    assertThat(redaction.value(Num.of(1_234_567))).isEqualTo(Num.of(1_234_567));
  }

  @Test
  void everyPartOfAnOutcomeIsBlackened() {
    redaction.hide("s3cret-value");
    var leak = Fields.of("s3cret-value", Text.of("is s3cret-value"));
    var saves = List.of(new SaveReport("http", leak, "s3cret-value"));
    var failure =
        Failure.error("s3cret-value", "m s3cret-value")
            .withTrace("t s3cret-value")
            .withResult(leak);

    for (var outcome :
        List.of(
            new Outcome.Succeeded(leak, Verdict.NONE, saves, "s3cret-value"),
            new Outcome.Failed(failure, Verdict.NONE, saves, "s3cret-value"),
            new Outcome.Planned(List.of(leak), List.of(leak), "s3cret-value"))) {
      assertThat(redaction.outcome(outcome).toString()).doesNotContain("s3cret").contains("***");
    }
    assertThat(
            redaction.iteration(new Iteration(0, leak, leak, "s3cret-value", saves, 1)).toString())
        .doesNotContain("s3cret");
    assertThat(redaction.started(new Progress.Started(0, leak)).toString())
        .doesNotContain("s3cret");
    assertThat(redaction.trace(new IllegalStateException("s3cret-value"))).doesNotContain("s3cret");
  }

  @Test
  void manySecretsInALargeTextAreFoundInOneReading() {
    var random = new Random(7);
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      var secret = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
      redaction.hide(secret);
      text.append(' ').append(secret);
    }

    assertThat(redaction.text(text.toString())).isEqualTo(" ***".repeat(20_000));
  }
}
