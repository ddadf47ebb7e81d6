package io.noetl.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.KeySource;
import io.noetl.secret.Keychain;
import io.noetl.secret.Role;
import io.noetl.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How long a session is good, by a clock that only the test moves.
class SessionsTest {
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private final AccessTokens tokens = new AccessTokens(new MemoryStore().tokens(), () -> now);
  private final Sessions sessions = sessions("key");

  /// Those of a server with this master key.
  private Sessions sessions(String key) {
    return sessions(key, "");
  }

  private Sessions sessions(String key, String old) {
    var keys =
        Map.of(KeySource.KEY, encoded(key), KeySource.OLD, old.isEmpty() ? "" : encoded(old));
    var source = KeySource.of(keys, Path.of("."));
    var keychain = new Keychain(new MemoryStore().credentials(), source, () -> now);
    return new Sessions(tokens, keychain, () -> now);
  }

  private static String encoded(String key) {
    var bytes = Arrays.copyOf(key.getBytes(StandardCharsets.UTF_8), 32);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private AccessTokens.Created token(Duration lifetime) {
    return tokens.create("someone", Role.VIEWER, lifetime);
  }

  private Sessions.Opened opened(AccessTokens.Created token) {
    return sessions.open(token.text()).orElseThrow();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aSessionLastsAnHourAndAsLongAgainWhenItIsRenewed() {
    var first = opened(token(Duration.ZERO));
    assertThat(first.left()).isEqualTo(Sessions.LENGTH);

    pass(Duration.ofMinutes(59));
    var second = sessions.renew(first.name()).orElseThrow();
    pass(Duration.ofMinutes(59));

    assertThat(sessions.role(second.name())).contains(Role.VIEWER);
    assertThat(sessions.end(second.name())).contains(second.end());
    pass(Duration.ofMinutes(1));
    assertThat(sessions.role(second.name())).isEmpty();
    assertThat(sessions.renew(second.name())).isEmpty();
  }

  @Test
  void theNameOfBeforeIsGoodForItsOwnTime() {
    var first = opened(token(Duration.ZERO));
    pass(Duration.ofMinutes(30));
    var second = sessions.renew(first.name()).orElseThrow();

    pass(Duration.ofMinutes(29));
    assertThat(sessions.role(first.name())).contains(Role.VIEWER);
    pass(Duration.ofMinutes(1));
    assertThat(sessions.role(first.name())).isEmpty();
    assertThat(sessions.role(second.name())).contains(Role.VIEWER);
  }

  @Test
  void anotherServerWithTheSameKeyTakesTheSession() {
    var first = opened(token(Duration.ZERO));

    assertThat(sessions("key").role(first.name())).contains(Role.VIEWER);
    assertThat(sessions("another key").role(first.name())).isEmpty();
  }

  @Test
  void serversWithTheSameKeyShareACookieAndOthersHaveTheirOwn() {
    var here = opened(token(Duration.ZERO)).name();
    var elsewhere = sessions("another key").open(token(Duration.ZERO).text()).orElseThrow().name();
    var cookies =
        "theme=dark; %s=%s; %s=%s"
            .formatted(Sessions.cookie(elsewhere), elsewhere, Sessions.cookie(here), here);

    assertThat(Sessions.cookie(here)).isNotEqualTo(Sessions.cookie(elsewhere));
    for (var server : List.of(sessions, sessions("key"))) {
      assertThat(server.find(cookies)).isEqualTo(here);
      assertThat(server.find(cookies)).isEqualTo(here);
    }
    assertThat(sessions("another key").find(cookies)).isEqualTo(elsewhere);
    assertThat(sessions("a third key").find(cookies)).isEmpty();
    assertThat(sessions.find("noetl_session_=x; noetl_session=" + here)).isEmpty();
  }

  /// A server that knows both keys, and one that has not read the new one yet.
  @Test
  void ofTheSessionsUnderAnOldAndANewKeyTheOneThatLastsIsTaken() {
    var old = opened(token(Duration.ZERO)).name();
    pass(Duration.ofMinutes(30));
    var renewed = sessions("new key", "key");
    var latest = renewed.renew(old).orElseThrow().name();
    var both = "%s=%s; %s=%s".formatted(Sessions.cookie(old), old, Sessions.cookie(latest), latest);

    assertThat(Sessions.cookie(old)).isNotEqualTo(Sessions.cookie(latest));
    assertThat(renewed.find(both)).isEqualTo(latest);
    assertThat(renewed.all(both)).containsExactly(old, latest);
    assertThat(sessions.find(both)).isEqualTo(old);
    pass(Duration.ofMinutes(31));
    assertThat(renewed.find(both)).isEqualTo(latest);
    assertThat(sessions.find(both)).isEmpty();
  }

  @Test
  void whatWasChangedOrMadeUpIsNoSession() {
    var name = opened(token(Duration.ZERO)).name();
    var changed = (name.endsWith("A") ? "B" : "A") + name.substring(1);
    var cut = name.substring(0, name.length() - 4);

    for (var made : List.of("", "x", changed, cut, cut + "AAAA", "noetl:1:a:b:c", name + name)) {
      assertThat(sessions.role(made)).as(made).isEmpty();
    }
  }

  @Test
  void noSessionOutlivesItsToken() {
    var token = token(Duration.ofMinutes(90));
    var first = opened(token);
    pass(Duration.ofMinutes(50));

    var second = sessions.renew(first.name()).orElseThrow();

    assertThat(second.left()).isEqualTo(Duration.ofMinutes(40));
    pass(Duration.ofMinutes(40));
    assertThat(sessions.role(second.name())).isEmpty();
    assertThat(sessions.open(token.text())).isEmpty();
  }

  @Test
  void aTokenThatIsRevokedEndsItsSessionsAtOnce() {
    var token = token(Duration.ZERO);
    var first = opened(token);
    tokens.revoke(token.token().id());

    assertThat(sessions.role(first.name())).isEmpty();
    assertThat(sessions.renew(first.name())).isEmpty();
  }

  @Test
  void whoLeavesLeavesTheNamesOfBeforeToo() {
    var token = token(Duration.ZERO);
    var other = opened(token);
    var first = opened(token);
    var second = sessions.renew(first.name()).orElseThrow();
    var third = sessions.renew(second.name()).orElseThrow();

    sessions.close(third.name());

    assertThat(sessions.role(first.name())).isEmpty();
    assertThat(sessions.role(second.name())).isEmpty();
    assertThat(sessions.role(other.name())).contains(Role.VIEWER);
  }
}
