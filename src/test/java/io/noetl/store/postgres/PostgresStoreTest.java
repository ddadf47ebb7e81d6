package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Store;
import io.noetl.store.StoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgresStoreTest implements StoreContract {
  private static Settings settings;
  private PostgresStore store;

  @BeforeAll
  static void migrate() {
    settings = Server.shared().fresh();
    PostgresMigrations.migrate(settings);
  }

  @BeforeEach
  void open() {
    Server.empty(settings);
    store = PostgresStore.open(settings);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public Store store() {
    return store;
  }

  @Test
  void itSaysWhereItIsAndOfWhichVersionsButNoPassword() {
    var about = store.about();

    assertThat(about.kind()).isEqualTo("postgres");
    assertThat(about.place()).startsWith("postgresql://").doesNotContain("?", "@");
    assertThat(about.version()).matches("1[4-9].*");
    assertThat(about.schema()).isEqualTo(7);
  }
}
