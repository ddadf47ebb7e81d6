package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Credentials.Row;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a store does with credentials.
interface CredentialsContract {
  Store store();

  private static Row row(String name, String type, List<String> tags, String description) {
    var meta = Fields.of("owner", Text.of("ops\u0000"), "limit", Num.of(Double.NaN));
    return new Row(0, name, type, "data of " + name, "k1", meta, tags, description, at(1), at(2));
  }

  private static Row numbered(long id, Row it) {
    return new Row(
        id,
        it.name(),
        it.type(),
        it.data(),
        it.keyId(),
        it.meta(),
        it.tags(),
        it.description(),
        it.createdAt(),
        it.updatedAt());
  }

  private static Row wrapped(Row it, String data, String keyId) {
    return new Row(
        it.id(),
        it.name(),
        it.type(),
        data,
        keyId,
        it.meta(),
        it.tags(),
        it.description(),
        it.createdAt(),
        it.updatedAt());
  }

  private static Instant at(long number) {
    return Appends.at(number);
  }

  private static List<String> names(List<Row> rows) {
    return rows.stream().map(Row::name).toList();
  }

  @Test
  default void aCredentialComesBackAsItWasWithAnId() {
    var put = store().credentials().put(row("pg", "postgres", List.of("größe", "b"), "the one"));

    assertThat(put.id()).isPositive();
    assertThat(put)
        .isEqualTo(numbered(put.id(), row("pg", "postgres", List.of("größe", "b"), "the one")));
    assertThat(store().credentials().find("pg")).contains(put);
    assertThat(store().credentials().find("p")).isEmpty();
  }

  @Test
  default void aBareCredentialComesBackAsItWas() {
    var bare = new Row(0, "x", "generic", "d", "k", Fields.EMPTY, List.of(), "", at(1), at(1));

    var put = store().credentials().put(bare);

    assertThat(store().credentials().find("x")).contains(put);
    assertThat(put.meta()).isEqualTo(Fields.EMPTY);
    assertThat(put.tags()).isEmpty();
  }

  @Test
  default void oneOfTheSameNameIsReplacedAndKeepsIdAndBirth() {
    var first = store().credentials().put(row("pg", "postgres", List.of("a"), "old"));
    store().credentials().put(row("other", "postgres", List.of(), ""));
    var changed =
        new Row(0, "pg", "generic", "new", "k2", Fields.EMPTY, List.of(), "", at(8), at(9));

    var second = store().credentials().put(changed);

    assertThat(second)
        .isEqualTo(
            new Row(
                first.id(),
                "pg",
                "generic",
                "new",
                "k2",
                Fields.EMPTY,
                List.of(),
                "",
                at(1),
                at(9)));
    assertThat(store().credentials().list("", "")).hasSize(2);
  }

  @Test
  default void credentialsAreFoundByTypeNameTagAndDescription() {
    var credentials = store().credentials();
    credentials.put(row("zeta", "postgres", List.of("prod", "eu"), ""));
    credentials.put(row("alpha", "bearer", List.of(), "the EU gateway"));
    credentials.put(row("Beta_eu", "bearer", List.of("100%"), ""));

    assertThat(names(credentials.list("", ""))).containsExactly("Beta_eu", "alpha", "zeta");
    assertThat(names(credentials.list("bearer", ""))).containsExactly("Beta_eu", "alpha");
    assertThat(names(credentials.list("", "eu"))).containsExactly("Beta_eu", "zeta");
    assertThat(names(credentials.list("bearer", "EU g"))).containsExactly("alpha");
    assertThat(names(credentials.list("", "%"))).containsExactly("Beta_eu");
    assertThat(credentials.list("", "data of")).isEmpty();
  }

  @Test
  default void aDeletedCredentialIsGone() {
    store().credentials().put(row("pg", "postgres", List.of(), ""));

    assertThat(store().credentials().delete("pg")).isTrue();
    assertThat(store().credentials().delete("pg")).isFalse();
    assertThat(store().credentials().find("pg")).isEmpty();
  }

  @Test
  default void rewrappingChangesTheEnvelopeAlone() {
    var seen = store().credentials().put(row("pg", "postgres", List.of("a"), "x"));

    assertThat(store().credentials().rewrap(seen, "wrapped anew", "k2")).isTrue();

    assertThat(store().credentials().find("pg")).contains(wrapped(seen, "wrapped anew", "k2"));
  }

  @Test
  default void whatHasChangedMeanwhileIsNotRewrapped() {
    var credentials = store().credentials();
    var seen = credentials.put(row("pg", "postgres", List.of(), ""));
    var gone = credentials.put(row("gone", "postgres", List.of(), ""));
    credentials.delete("gone");
    var changed =
        credentials.put(
            new Row(0, "pg", "postgres", "new", "k1", Fields.EMPTY, List.of(), "", at(1), at(3)));

    assertThat(credentials.rewrap(seen, "wrapped", "k2")).isFalse();
    assertThat(credentials.rewrap(gone, "wrapped", "k2")).isFalse();

    assertThat(credentials.find("pg")).contains(changed);
  }
}
