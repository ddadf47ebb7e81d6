package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir Path directory;

  @Test
  void itStandsForThisProcessUntilThatEnds() {
    try (var file = PidFile.of(directory, "server-1")) {
      file.write();

      assertThat(PidFile.of(directory, "server-1").process()).contains(ProcessHandle.current());
      assertThat(PidFile.all(directory, "server-")).extracting(PidFile::name).contains("server-1");
    }

    assertThat(PidFile.of(directory, "server-1").process()).isEmpty();
    assertThat(PidFile.all(directory, "server-")).isEmpty();
  }

  @Test
  void thatOfAnotherProcessIsLeftAlone() throws Exception {
    var other = new ProcessBuilder("sleep", "60").start();
    try {
      var began = other.toHandle().info().startInstant().orElseThrow();
      var file = directory.resolve("run").resolve("server-1.pid");
      Files.createDirectories(file.getParent());
      Files.writeString(file, other.pid() + " " + began);

      PidFile.of(directory, "server-1").close();

      assertThat(PidFile.of(directory, "server-1").process()).contains(other.toHandle());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aNumberThatIsUsedAgainIsAnotherProcess() throws Exception {
    var file = directory.resolve("run").resolve("server-1.pid");
    Files.createDirectories(file.getParent());
    Files.writeString(file, ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z");

    assertThat(PidFile.of(directory, "server-1").process()).isEmpty();
  }
}
