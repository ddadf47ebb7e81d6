package io.noetl.tool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.tool.ToolFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where drivers come from.
class DriversTest {
  private static final Target UNKNOWN = target("jdbc:standin:x;password=secret", "");

  @TempDir Path directory;
  private Path lib = Path.of("");
  private Drivers drivers = new Drivers(lib);

  @BeforeEach
  void begin() {
    lib = directory.resolve("lib");
    drivers = new Drivers(lib);
  }

  private static Target target(String url, String driver) {
    return new Target(url, driver, "", "", Map.of(), null);
  }

  @Test
  void thoseOnTheClassPathAreFoundByTheirUrls() throws Exception {
    assertThat(drivers.find(target("jdbc:sqlite:x", "")).getClass().getName())
        .isEqualTo("org.sqlite.JDBC");
    assertThat(drivers.find(target("jdbc:postgresql:x", "")).getClass().getName())
        .isEqualTo("org.postgresql.Driver");
  }

  @Test
  void oneThatIsMissingIsToldWithWhereItWasLookedFor() {
    var failure = catchThrowableOfType(ToolFailure.class, () -> drivers.find(UNKNOWN)).failure();

    assertThat(failure.message())
        .isEqualTo(
            "there is no driver for jdbc:standin:x: looked on the class path and in %s, which has"
                    .formatted(lib)
                + " no jars. Put the driver's jar there, in a directory of its own if it has"
                + " several; if it does not say of itself that it is a driver, name its class"
                + " under 'driver'");
  }

  @Test
  void aJarThatIsPutThereLaterIsFoundAndOneThatIsTakenAwayIsNot() throws Exception {
    var jar = lib.resolve("standin.jar");
    assertThat(catchThrowableOfType(ToolFailure.class, () -> drivers.find(UNKNOWN))).isNotNull();

    StandInDriver.put(jar, List.of("META-INF/services/java.sql.Driver"));
    var found = drivers.find(UNKNOWN);

    assertThat(found.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
    assertThat(drivers.find(UNKNOWN)).isSameAs(found);
    Files.delete(jar);
    assertThat(catchThrowableOfType(ToolFailure.class, () -> drivers.find(UNKNOWN))).isNotNull();
  }

  @Test
  void oneThatDoesNotSayWhatItIsIsFoundByItsClass() throws Exception {
    StandInDriver.put(lib.resolve("old.jar"), List.of());

    assertThat(catchThrowableOfType(ToolFailure.class, () -> drivers.find(UNKNOWN))).isNotNull();
    assertThat(drivers.find(target("jdbc:standin:x", "standin.StandIn")).acceptsURL("jdbc:h2:x"))
        .isFalse();
  }

  @Test
  void aBrokenJarDisturbsNobodyAndIsTold() throws Exception {
    Files.createDirectories(lib);
    Files.writeString(lib.resolve("half.jar"), "PK...");
    Files.writeString(lib.resolve("notes.txt"), "not a jar");

    assertThat(drivers.find(target("jdbc:sqlite:x", ""))).isNotNull();
    var failure = catchThrowableOfType(ToolFailure.class, () -> drivers.find(UNKNOWN)).failure();

    assertThat(failure.message()).contains("which has half.jar").doesNotContain("notes");
    StandInDriver.put(lib.resolve("whole.jar"), List.of("META-INF/services/java.sql.Driver"));
    assertThat(drivers.find(UNKNOWN)).isNotNull();
  }
}
