package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.client.Link;
import io.noetl.server.ServerSettings;
import io.noetl.tool.http.Outbound;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Whose http steps are guarded.
class OutboundOptionsTest {
  private static final Map<String, String> NOTHING = Map.of();

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, BEYOND_LOOPBACK, false",
    "::1,       BEYOND_LOOPBACK, false",
    "localhost, BEYOND_LOOPBACK, false",
    "127.0.0.1, ALWAYS,          true",
    "0.0.0.0,   BEYOND_LOOPBACK, true",
    "10.1.2.3,  ALWAYS,          true",
  })
  void aServerThatOthersUseIsGuarded(String host, ServerSettings.Tokens tokens, boolean guarded) {
    assertThat(ofServer(host, tokens, given(), NOTHING).isGuarded()).isEqualTo(guarded);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8082, false",
    "http://localhost:8082, false",
    "http://[::1]:8082,     false",
    "http://10.1.2.3:8082,  true",
    "https://nobody.invalid, true",
  })
  void aWorkerOfAServerElsewhereIsGuarded(String url, boolean guarded) {
    var server = Link.Address.of(url, "");

    assertThat(OutboundOptions.ofWorker(server, given(), NOTHING).isGuarded()).isEqualTo(guarded);
  }

  @Test
  void everythingMayBeAllowed() {
    assertThat(shared(given("--http-allow", "10.0.0.0/8", "--http-allow", "*"), NOTHING))
        .isEqualTo(Outbound.ANYWHERE);
    assertThat(shared(given(), Map.of("NOETL_HTTP_ALLOW", "db.internal, * ")))
        .isEqualTo(Outbound.ANYWHERE);
    assertThat(shared(given("--http-allow", "a"), Map.of("NOETL_HTTP_ALLOW", "")).isGuarded())
        .isTrue();
  }

  @Test
  void whatIsNoHostIsAMistakeOnTheCommandLine() {
    assertThatThrownBy(() -> shared(given("--http-allow", "http://a"), NOTHING))
        .isInstanceOf(CommandError.class)
        .hasMessageContaining("--http-allow: expected a host");
  }

  private static Outbound shared(ParseResult given, Map<String, String> env) {
    return ofServer("0.0.0.0", ServerSettings.Tokens.BEYOND_LOOPBACK, given, env);
  }

  private static Outbound ofServer(
      String host, ServerSettings.Tokens tokens, ParseResult given, Map<String, String> env) {
    var settings = ServerSettings.DEFAULT.at(host, ServerSettings.PORT).withTokens(tokens);
    return OutboundOptions.ofServer(settings, given, env);
  }

  private static ParseResult given(String... args) {
    var spec = Options.command("start").addOption(OutboundOptions.option());
    return new CommandLine(spec).parseArgs(args);
  }
}
