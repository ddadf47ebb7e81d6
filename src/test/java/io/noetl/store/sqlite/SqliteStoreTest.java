package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Store;
import io.noetl.store.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest implements StoreContract {
  @TempDir Path directory;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(directory);
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
  void itSaysWhereItIsAndOfWhichVersions() {
    var about = store.about();

    assertThat(about.kind()).isEqualTo("sqlite");
    assertThat(about.place()).isEqualTo(directory.toAbsolutePath().resolve("noetl.db").toString());
    assertThat(about.version()).matches("3[.][0-9]+[.][0-9]+.*");
    assertThat(about.schema()).isEqualTo(7);
  }
}
