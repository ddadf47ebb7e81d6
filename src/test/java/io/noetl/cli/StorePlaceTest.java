package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorePlaceTest {
  private static StorePlace place(Map<String, String> env, String... args) {
    var spec = Options.command("test").addOption(StorePlace.option()).addOption(Options.data());
    return StorePlace.of(Options.line(spec).parseArgs(List.of(args).toArray(String[]::new)), env);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql://h:5/n jdbc:postgresql://h:5/n '' ''",
        "jdbc:postgresql://h/n jdbc:postgresql://h/n '' ''",
        "postgres://me:pw@h/n jdbc:postgresql://h/n me pw",
        "jdbc:postgresql://me:p%40s+s@h/n jdbc:postgresql://h/n me p@s+s",
        "postgresql://me@a,b/n?x=y jdbc:postgresql://a,b/n?x=y me ''"
      })
  void aDatabaseIsNamedAsInOtherPrograms(String text, String url, String user, String password) {
    var database = place(Map.of("NOETL_DB", text)).database().orElseThrow();

    assertThat(List.of(database.url(), database.user(), database.password()))
        .containsExactly(url, user, password);
  }

  @Test
  void theEnvironmentHasUserAndPassword() {
    var env = Map.of("NOETL_DB_USER", "u", "NOETL_DB_PASSWORD", "secret-word");
    var place = place(env, "--db", "postgresql://me:pw@h/n");

    assertThat(place.database().orElseThrow().user()).isEqualTo("u");
    assertThat(place.database().orElseThrow().password()).isEqualTo("secret-word");
    assertThat(place).hasToString("jdbc:postgresql://h/n");
  }

  @Test
  void aDataDirectoryThatIsNamedComesBeforeTheEnvironment() {
    var place = place(Map.of("NOETL_DB", "postgresql://h/n"), "--data", "/d");

    assertThat(place.database()).isEmpty();
    assertThat(place).hasToString("/d");
    assertThat(place(Map.of(), "--db", "/e")).hasToString("/e");
  }

  @Test
  void anotherDatabaseIsNone() {
    assertThatThrownBy(() -> place(Map.of(), "--db", "mysql://me:secret@h/n"))
        .isInstanceOf(CommandError.class)
        .hasMessageContaining("--db")
        .hasMessageNotContaining("secret");
  }
}
