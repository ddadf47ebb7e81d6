package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Json;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {

  @ParameterizedTest
  @CsvSource({
    "2,2000,2s",
    "0.25,250,250ms",
    "'\"1.5s\"',1500,1.5s",
    "'\"500ms\"',500,500ms",
    "'\"2m\"',120000,2m",
    "'\"90\"',90000,90s",
    "'\"1h\"',3600000,60m",
    "'\"1 d\"',86400000,1440m"
  })
  void durationsAreReadAndWritten(String json, long millis, String text) {
    var span = Spans.parse(Json.read(json));

    assertThat(span).contains(Duration.ofMillis(millis));
    assertThat(Spans.text(span.orElseThrow())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "null", "\"soon\"", "\"1w\"", "\"999999999d\"", "1e300"})
  void anythingElseIsNone(String json) {
    assertThat(Spans.parse(Json.read(json))).isEmpty();
  }
}
