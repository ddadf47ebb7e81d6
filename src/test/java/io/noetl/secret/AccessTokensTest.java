package io.noetl.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Access tokens and what their roles may do.
class AccessTokensTest {
  private final List<Tokens.Row> rows = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-31T08:00:00.123456789Z");
  private final AccessTokens tokens = new AccessTokens(new Memory(), () -> now);

  private final class Memory implements Tokens {
    @Override
    public void add(Row row) {
      rows.add(row);
    }

    @Override
    public Optional<Row> byHash(String hash) {
      return rows.stream().filter(row -> row.hash().equals(hash)).findFirst();
    }

    @Override
    public List<Row> list() {
      return rows.reversed();
    }

    @Override
    public boolean revoke(String id, Instant at) {
      for (int i = 0; i < rows.size(); i++) {
        var row = rows.get(i);
        if (row.id().equals(id) && row.revokedAt().equals(Instant.EPOCH)) {
          rows.set(
              i,
              new Row(
                  id, row.name(), row.role(), row.hash(), row.createdAt(), row.expiresAt(), at));
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void aTokenOpensWhatItsRoleMay() {
    var created = tokens.create("ci", Role.OPERATOR, Duration.ZERO);

    assertThat(created.text()).matches("noetl_[A-Za-z0-9_-]{43}");
    assertThat(tokens.verify(created.text())).contains(Role.OPERATOR);
    assertThat(tokens.identify(created.text())).contains(created.token());
    assertThat(created.token().expiresAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void onlyItsHashIsStored() {
    var created = tokens.create("ci", Role.VIEWER, Duration.ZERO);

    assertThat(rows.toString()).doesNotContain(created.text().substring(6));
    assertThat(created.toString()).doesNotContain(created.text());
    assertThat(rows.getFirst().hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void anythingElseOpensNothing() {
    var text = tokens.create("ci", Role.ADMIN, Duration.ZERO).text();

    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("noetl_")).isEmpty();
    assertThat(tokens.verify(text + "x")).isEmpty();
    assertThat(tokens.verify(text.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(tokens.verify(rows.getFirst().hash())).isEmpty();
    assertThat(tokens.verify("x".repeat(1_000_000))).isEmpty();
  }

  @Test
  void itExpires() {
    var text = tokens.create("ci", Role.ADMIN, Duration.ofDays(30)).text();

    now = now.plus(Duration.ofDays(30)).minusMillis(1);
    assertThat(tokens.verify(text)).contains(Role.ADMIN);
    now = now.plusMillis(1);
    assertThat(tokens.verify(text)).isEmpty();
    assertThat(tokens.list().getFirst().state(now)).isEqualTo(AccessToken.State.EXPIRED);
  }

  @Test
  void aRevokedOneOpensNothingAndIsStillListed() {
    var created = tokens.create("ci", Role.WORKER, Duration.ZERO);

    assertThat(tokens.revoke(created.token().id())).isTrue();
    assertThat(tokens.revoke(created.token().id())).isFalse();
    assertThat(tokens.revoke("nobody")).isFalse();
    assertThat(tokens.verify(created.text())).isEmpty();
    assertThat(tokens.list())
        .singleElement()
        .satisfies(it -> assertThat(it.state(now)).isEqualTo(AccessToken.State.REVOKED));
  }

  @Test
  void aRoleOfALaterVersionOpensNothing() {
    var text = tokens.create("ci", Role.ADMIN, Duration.ZERO).text();
    var row = rows.removeFirst();
    rows.add(
        new Tokens.Row(
            row.id(),
            row.name(),
            "auditor",
            row.hash(),
            row.createdAt(),
            row.expiresAt(),
            row.revokedAt()));

    assertThat(tokens.verify(text)).isEmpty();
  }

  @Test
  void aNameIsNeeded() {
    assertThatThrownBy(() -> tokens.create(" ", Role.ADMIN, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "viewer,   READ",
    "operator, READ OPERATE",
    "admin,    READ OPERATE ADMINISTER",
    "worker,   WORK",
  })
  void rolesMayDoTheseThings(String word, String permissions) {
    var role = Role.of(word).orElseThrow();
    var may = Arrays.stream(Permission.values()).filter(role::may).map(Permission::name).toList();

    assertThat(String.join(" ", may)).isEqualTo(permissions);
    assertThat(role).hasToString(word);
  }
}
