package io.noetl.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where master keys come from.
class KeySourceTest {
  private static final String ONE = MasterKey.random().text();
  private static final String TWO = MasterKey.random().text();

  @TempDir Path directory;

  private KeySource source(Map<String, String> env) {
    return KeySource.of(env, directory.resolve("data"));
  }

  private Path file(String text, String permissions) throws IOException {
    var file = Files.writeString(directory.resolve("keys"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String id(String key) {
    return MasterKey.parse(key, "a key").id();
  }

  @Test
  void theFileOfTheDataDirectoryIsMadeWhenItIsFirstNeeded() throws IOException {
    var source = source(Map.of());
    var file = directory.resolve("data").resolve("master.key");

    assertThat(source.read().isEmpty()).isTrue();
    assertThat(file).doesNotExist();
    var made = source.readOrMake();

    assertThat(made.ids()).hasSize(1);
    assertThat(source(Map.of()).read().ids()).isEqualTo(made.ids());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).content().doesNotContain(made.current().id());
  }

  @Test
  void manyWhoNeedItAtOnceGetTheSameKey() throws Exception {
    Callable<String> make =
        () -> {
          while (true) {
            try {
              return source(Map.of()).readOrMake().current().id();
            } catch (SecretError e) {
              // Within one process only one at a time can hold the lock: again.
              assertThat(e.message()).contains("is at work");
            }
          }
        };
    List<Future<String>> made = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        made.add(threads.submit(make));
      }
    }
    var ids = new HashSet<String>();
    for (var each : made) {
      ids.add(each.get());
    }

    assertThat(ids).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void aFileThatOthersCanUseIsRefused(String permissions) throws IOException {
    source(Map.of()).readOrMake();
    var file = directory.resolve("data").resolve("master.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> source(Map.of()).read())
        .isInstanceOf(SecretError.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aVariableHoldsTheKeyAndAnotherTheOldOnes() {
    var keys = source(Map.of("NOETL_MASTER_KEY", ONE, "NOETL_MASTER_KEYS_OLD", TWO + ", ")).read();

    assertThat(keys.ids()).containsExactly(id(ONE), id(TWO));
    assertThat(keys.current().id()).isEqualTo(id(ONE));
  }

  @Test
  void aNamedFileHoldsOneKeyALine() throws IOException {
    var file = file("# ours\n" + ONE + "\n\n" + TWO + "\n", "r--r-----");

    var keys = source(Map.of("NOETL_MASTER_KEY_FILE", file.toString())).read();

    assertThat(keys.ids()).containsExactly(id(ONE), id(TWO));
  }

  @Test
  void whatCannotBeAKeySaysWhatIsExpectedAndNothingOfTheKey() throws IOException {
    assertThatThrownBy(() -> source(Map.of("NOETL_MASTER_KEY", "c2hvcnQ=")).read())
        .hasMessage(
            "NOETL_MASTER_KEY has 5 bytes: expected 32 bytes in base64, such as"
                + " 'openssl rand -base64 32' makes");
    var file = file(ONE + "\nsecret text\n", "rw-------");
    assertThatThrownBy(() -> source(Map.of("NOETL_MASTER_KEY_FILE", file.toString())).read())
        .hasMessageStartingWith("line 2 of " + file + " is no base64")
        .hasMessageNotContaining("secret text");
    var empty = file("", "rw-------");
    assertThatThrownBy(() -> source(Map.of("NOETL_MASTER_KEY_FILE", empty.toString())).read())
        .hasMessageContaining("there is no key in");
    Files.delete(empty);
    assertThatThrownBy(() -> source(Map.of("NOETL_MASTER_KEY_FILE", empty.toString())).read())
        .hasMessageContaining("which is not there");
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> source(Map.of("NOETL_MASTER_KEY", ONE, "NOETL_MASTER_KEY_FILE", "/x")))
        .hasMessage("set NOETL_MASTER_KEY or NOETL_MASTER_KEY_FILE, not both");
    assertThatThrownBy(() -> source(Map.of("NOETL_MASTER_KEYS_OLD", ONE)))
        .hasMessageContaining("NOETL_MASTER_KEY, which is not set");
  }

  @Test
  void keysAreAddedInFrontAndDropped() {
    var file = KeyFile.own(directory);
    var first = file.readOrMake().current().id();

    var second = file.addKey().current().id();

    assertThat(file.read().ids()).containsExactly(second, first);
    assertThat(file.retain(Set.of(second)).ids()).containsExactly(second);
    assertThat(file.read().ids()).containsExactly(second);
  }
}
