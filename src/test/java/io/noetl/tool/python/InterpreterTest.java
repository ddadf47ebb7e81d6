package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterpreterTest {
  @TempDir private Path directory;
  private Path wrapper = Path.of("");
  private Path starts = Path.of("");

  @BeforeEach
  void aScriptInFrontOfPython() throws IOException {
    starts = Files.writeString(directory.resolve("starts"), "");
    wrapper = directory.resolve("python3");
    Files.writeString(wrapper, "#!/bin/sh\necho x >>'%s'\nexec python3 \"$@\"\n".formatted(starts));
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void whatAScriptStandsForIsRemembered() throws Exception {
    run();
    run();

    assertThat(Files.readAllLines(starts)).hasSize(1);
  }

  @Test
  void aScriptThatHasChangedIsAskedAgain() throws Exception {
    run();
    Files.setLastModifiedTime(wrapper, FileTime.from(Instant.now().minusSeconds(5)));
    run();

    assertThat(Files.readAllLines(starts)).hasSize(2);
  }

  @Test
  void anInterpreterThatIsGoneIsNotUsed() throws Exception {
    var gone = directory.resolve("gone");
    Files.writeString(gone, "#!/bin/sh");
    Files.setPosixFilePermissions(gone, PosixFilePermissions.fromString("rwx------"));
    interpreter().remember(gone.toString());
    assertThat(interpreter().command()).isEqualTo(gone.toString());

    Files.delete(gone);

    assertThat(interpreter().command()).isEqualTo(wrapper.toString());
  }

  @Test
  void aProgramNeedsNoMemory() throws Exception {
    var program = Files.write(directory.resolve("program"), new byte[] {0x7f, 'E', 'L', 'F'});
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    var interpreter =
        new Interpreter(program.toString(), Map.of(), Optional.of(directory.resolve("memory")));

    interpreter.remember("/usr/bin/python3");

    assertThat(interpreter.command()).isEqualTo(program.toString());
    assertThat(directory.resolve("memory")).doesNotExist();
  }

  private Interpreter interpreter() {
    return new Interpreter(wrapper.toString(), Map.of(), Optional.of(directory.resolve("memory")));
  }

  private void run() throws Exception {
    var environment = Environment.of(System.getenv());
    var memory = Optional.of(directory.resolve("memory"));
    try (var tool = new PythonTool(wrapper.toString(), environment, 1, memory)) {
      var result = tool.run(Calls.python("def main(): return 7", "{}"), new TestWatch());

      assertThat(Json.write(result)).isEqualTo("7");
    }
  }
}
