package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.Tokens.Row;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What a store does with access tokens.
interface TokensContract {
  Store store();

  private static Row row(String id, long createdAt) {
    return new Row(
        id,
        "for " + id,
        "viewer",
        "hash " + id,
        Appends.at(createdAt),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  default void aTokenIsFoundByItsHash() {
    var token = new Row("t1", "ci", "operator", "h1", Appends.at(1), Appends.at(9), Instant.EPOCH);
    store().tokens().add(token);
    store().tokens().add(row("t2", 2));

    assertThat(store().tokens().byHash("h1")).contains(token);
    assertThat(store().tokens().byHash("t1")).isEmpty();
  }

  @Test
  default void tokensAreListedNewestFirst() {
    store().tokens().add(row("b", 1));
    store().tokens().add(row("c", 2));
    store().tokens().add(row("a", 1));

    assertThat(store().tokens().list()).extracting(Row::id).containsExactly("c", "a", "b");
  }

  @Test
  default void aTokenIsRevokedOnceAndStaysInTheList() {
    store().tokens().add(row("a", 1));

    assertThat(store().tokens().revoke("a", Appends.at(5))).isTrue();
    assertThat(store().tokens().revoke("a", Appends.at(6))).isFalse();
    assertThat(store().tokens().revoke("b", Appends.at(5))).isFalse();

    assertThat(store().tokens().byHash("hash a")).map(Row::revokedAt).contains(Appends.at(5));
    assertThat(store().tokens().list()).hasSize(1);
  }

  @Test
  default void noTokenIsAddedTwice() {
    store().tokens().add(row("a", 1));

    assertThatThrownBy(() -> store().tokens().add(row("a", 2)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(store().tokens().list()).containsExactly(row("a", 1));
  }
}
