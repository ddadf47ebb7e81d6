package io.noetl.cli.bench;

import io.noetl.value.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// On what the figures were measured, and with what.
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final double KIB_PER_GIB = 1 << 20;

  private Machine() {}

  /// `version` is the program's own. The commit is that of the checkout which the program runs in;
  /// a plus sign behind it says that files were changed since.
  public static Fields here(String version) {
    var machine =
        "%d x %s, %.0f GiB, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                line(PROCESSORS, "model name"),
                gibibytes(line(MEMORY, "MemTotal")),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version());
    return Fields.builder()
        .put("machine", machine)
        .put("version", version)
        .put("commit", commit())
        .build();
  }

  private static String line(Path file, String key) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("?");
    } catch (IOException _) {
      return "?"; // Not a Linux.
    }
  }

  private static double gibibytes(String memory) {
    return memory.endsWith(" kB")
        ? Long.parseLong(memory.substring(0, memory.length() - 3)) / KIB_PER_GIB
        : Double.NaN;
  }

  private static String commit() {
    var place = Path.of(System.getProperty("java.class.path")).toAbsolutePath().getParent();
    if (place == null || !Files.isDirectory(place)) {
      return "";
    }
    try {
      var git =
          new ProcessBuilder("git", "describe", "--always", "--dirty=+", "--exclude=*")
              .directory(place.toFile())
              .redirectErrorStream(true)
              .start();
      var answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? answer.toLowerCase(Locale.ROOT) : "";
    } catch (IOException _) {
      return ""; // No git here.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
