package io.noetl.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.Role;
import io.noetl.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// How long a session is good, by a clock that only the test moves.
class SessionsTest {
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private final AccessTokens tokens = new AccessTokens(new MemoryStore().tokens(), () -> now);
  private final Sessions sessions = new Sessions(tokens, () -> now);

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
  void theNameOfBeforeIsTakenForAMinuteAndNeverLongerThanItWasGood() {
    var first = opened(token(Duration.ZERO));
    var second = sessions.renew(first.name()).orElseThrow();

    assertThat(sessions.role(first.name())).contains(Role.VIEWER);
    pass(Sessions.GRACE);
    assertThat(sessions.role(first.name())).isEmpty();

    pass(Sessions.LENGTH.minus(Sessions.GRACE).minusSeconds(1));
    assertThat(sessions.renew(second.name())).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(sessions.role(second.name())).isEmpty();
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
