package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Command;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.StoreUnavailable;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of the embedded store: what survives, and what is said when they cannot be used.
final class SqliteFilesTest {
  private static final String LIBRARY_PATH = "org.sqlite.lib.path";
  private static final String FILE = "noetl.db";
  private static final int CHUNK = 50_000;

  @TempDir Path directory;

  @Test
  void whatWasAppendedIsThereAfterClosingAndOpening() {
    var append =
        Appends.start(1)
            .events(3)
            .with(new Command.RunJob(Appends.job(1, "a"), true))
            .payload("p", Num.of(1));
    try (var store = SqliteStore.open(directory)) {
      append.to(store);
      store.catalog().register("a", "text", Map.of());
    }

    try (var store = SqliteStore.open(directory)) {
      assertThat(store.read(1, 0, 10)).isEqualTo(append.append().events());
      assertThat(store.jobs(1)).hasSize(1);
      assertThat(store.catalog().list("")).hasSize(1);
    }
  }

  @Test
  void whatWasPrintedBeforeItsTimeWasKeptHasNone() throws SQLException {
    try (var store = SqliteStore.open(directory)) {
      Appends.start(1).with(new Append.LogLine("a", 1, 1, "printed")).to(store);
      assertThat(store.logs(1).getFirst().at()).isEqualTo(Appends.at(1));
      try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(FILE));
          var statement = connection.createStatement()) {
        statement.executeUpdate("UPDATE log SET created_at = NULL");
      }

      assertThat(store.logs(1)).containsExactly(new Append.LogLine("a", 1, 1, "printed"));
    }
  }

  @Test
  void whatWasAcknowledgedIsInTheFilesAtOnce() throws IOException {
    try (var store = SqliteStore.open(directory)) {
      for (long execution = 1; execution <= 20; execution++) {
        var append = Appends.start(execution).events(3);
        append.to(store);

        var copy = directory.resolve("copy-" + execution);
        copyFiles(copy);

        try (var revived = SqliteStore.open(copy)) {
          assertThat(revived.read(execution, 0, 10)).isEqualTo(append.append().events());
        }
      }
    }
  }

  /// What a crash at this moment would leave behind.
  private void copyFiles(Path target) throws IOException {
    Files.createDirectories(target);
    for (var name : new String[] {"noetl.db", "noetl.db-wal"}) {
      Files.copy(directory.resolve(name), target.resolve(name));
    }
  }

  @Test
  void aTornTailOfTheLogIsNotRead() throws IOException {
    var copy = directory.resolve("copy");
    try (var store = SqliteStore.open(directory)) {
      Appends.start(1).events(3).to(store);
      Appends.start(2).events(200).to(store);
      copyFiles(copy);
    }
    var log = copy.resolve("noetl.db-wal");
    var bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 5_000));

    try (var revived = SqliteStore.open(copy)) {
      assertThat(revived.read(1, 0, 10)).hasSize(4);
      assertThat(revived.read(2, 0, 10)).isEmpty();
      Appends.start(2).to(revived);
    }
  }

  @Test
  void theDirectoryIsMadeForItsOwnerAlone() throws IOException {
    var fresh = directory.resolve("a").resolve("b");

    SqliteStore.open(fresh).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.resolve(FILE))))
        .isEqualTo("rw-------");
  }

  @Test
  void theNativeLibraryIsKept() throws IOException {
    var fresh = Files.createDirectories(directory.resolve("fresh"));
    var chosen = Optional.ofNullable(System.getProperty(LIBRARY_PATH));
    System.clearProperty(LIBRARY_PATH);
    try {
      NativeLibrary.prepare(fresh);
    } finally {
      System.clearProperty(LIBRARY_PATH);
      chosen.ifPresent(path -> System.setProperty(LIBRARY_PATH, path));
    }

    assertThat(fresh)
        .isDirectoryRecursivelyContaining(
            "glob:**/native/*/" + System.mapLibraryName("sqlitejdbc"));
  }

  @Test
  void anyDirectoryNameWorks() {
    var odd = directory.resolve("größe ? # %20 & 'x'");

    try (var store = SqliteStore.open(odd)) {
      Appends.start(1).to(store);
    }

    assertThat(odd.resolve(FILE)).isNotEmptyFile();
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsNamed() throws IOException {
    var file = Files.createFile(directory.resolve("file"));

    assertUnavailable(file, "file", "choose another");
    assertUnavailable(file.resolve("below"), "below", "cannot be created");
  }

  @Test
  void aPlaceWhereNothingCanBeMadeIsNamed() {
    assertUnavailable(Path.of("/proc/noetl"), "/proc/noetl", "cannot be created");
  }

  @Test
  void aDirectoryInThePlaceOfTheFileIsNamed() throws IOException {
    Files.createDirectories(directory.resolve(FILE));

    assertUnavailable(directory, "noetl.db", "cannot be opened");
  }

  @Test
  void aFileThatIsNoDatabaseIsNotTouched() throws IOException {
    var text = "this is not a database, and somebody may still want it\n".repeat(100);
    Files.writeString(directory.resolve(FILE), text);

    assertUnavailable(directory, "noetl.db", "is not a database");

    assertThat(directory.resolve(FILE)).hasContent(text);
  }

  @Test
  void aSchemaOfANewerVersionIsRefused() throws SQLException {
    SqliteStore.open(directory).close();
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO schema_version VALUES (99, 'V099__dream.sql', 0)");
    }

    assertUnavailable(directory, "newer NoETL", "schema 99");
  }

  private void assertUnavailable(Path place, String... words) {
    assertThatThrownBy(() -> SqliteStore.open(place))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aFullDiskLosesNothingAndWorkGoesOnWhenThereIsSpace() throws SQLException {
    var bounded = new Settings(Settings.Durability.FULL, 400, InstantSource.system());
    try (var store = SqliteStore.open(directory, bounded)) {
      fill();
      long acknowledged = 0;
      StoreUnavailable full = null;
      while (full == null) {
        try {
          Appends.start(acknowledged + 1).payload("big", text()).to(store);
          acknowledged++;
        } catch (StoreUnavailable e) {
          full = e;
        }
      }
      assertThat(full).hasMessageContainingAll("noetl.db", "full", "free some space");
      assertThat(store.executions().find(acknowledged + 1)).isEmpty();
      assertThat(store.executions().list(Long.MAX_VALUE, 100)).hasSize((int) acknowledged);

      emptyOut();

      Appends.start(acknowledged + 1).payload("big", text()).to(store);
      assertThat(store.executions().list(Long.MAX_VALUE, 100)).hasSize((int) acknowledged + 1);
      assertThat(store.read(1, 0, 10)).hasSize(1);
    }
  }

  private void fill() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE filler AS SELECT zeroblob(1000000) AS bytes");
    }
  }

  private void emptyOut() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE filler");
    }
  }

  private static Text text() {
    return Text.of("x".repeat(CHUNK));
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(FILE));
  }

  @Test
  void aClosedStoreSaysSo() {
    var store = SqliteStore.open(directory);
    store.close();

    assertThatThrownBy(() -> Appends.start(1).to(store))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.read(1, 0, 1))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("closed");
    store.close();
  }
}
