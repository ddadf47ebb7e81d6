package io.noetl.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Runs the tests of `ui/e2e` against the program that was just built, and shows each as one of
/// ours. Without Chromium or Node.js they are skipped, and the build says so in its last lines;
/// with NOETL_REQUIRE_BROWSER=1 that is a failure.
final class UiIT {
  /// Many times what they take on a machine that has nothing else to do.
  private static final Duration PATIENCE = Duration.ofMinutes(40);

  /// What the build prints in the end: tests' own output goes to files.
  private static final Path TOLD = Path.of("target", "browser-tests.txt");

  @TestFactory
  Stream<DynamicNode> inChromium() throws IOException, InterruptedException {
    var lack = Browser.lack();
    if (lack.isPresent()) {
      var skipped = "browser tests skipped: " + lack.get();
      Files.writeString(TOLD, skipped);
      if ("1".equals(System.getenv("NOETL_REQUIRE_BROWSER"))) {
        fail(skipped);
      }
      abort(skipped);
    }
    var begun = Instant.now();
    var report = run();
    Files.write(TOLD, told(report, Duration.between(begun, Instant.now())));
    return Stream.concat(
        Stream.of(dynamicTest("Playwright itself", () -> assertThat(report.troubles()).isEmpty())),
        byFile(report).entrySet().stream()
            .map(file -> dynamicContainer(file.getKey(), file.getValue())));
  }

  private static PlaywrightReport run() throws IOException, InterruptedException {
    var json = Path.of("target", "browser-tests.json").toAbsolutePath();
    var log = Path.of("target", "browser-tests.log");
    Files.deleteIfExists(json);
    var cli = Browser.UI.relativize(Browser.cli()).toString();
    var builder =
        new ProcessBuilder("node", cli, "test", "--reporter=json")
            .directory(Browser.UI.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "CI", "1",
                "NO_COLOR", "1",
                "NOETL_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "NOETL_CHROMIUM", Browser.chromium().orElseThrow().toString(),
                "PLAYWRIGHT_JSON_OUTPUT_FILE", json.toString()));
    var process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      fail("not done after %s: %s".formatted(PATIENCE, Files.readString(log)));
    }
    assertThat(json).as(Files.readString(log)).exists();
    return PlaywrightReport.read(Files.readString(json));
  }

  private static Map<String, List<DynamicNode>> byFile(PlaywrightReport report) {
    var files = new TreeMap<String, List<DynamicNode>>();
    for (var each : report.cases()) {
      files
          .computeIfAbsent(each.file(), _ -> new ArrayList<>())
          .add(dynamicTest(each.title(), () -> check(each)));
    }
    return files;
  }

  private static void check(PlaywrightReport.Case each) {
    if (each.isSkipped()) {
      abort("skipped");
    }
    if (each.isFailed()) {
      fail(each.failure() + "\nThe trace is in ui/test-results.");
    }
  }

  private static List<String> told(PlaywrightReport report, Duration took) {
    var lines = new ArrayList<String>();
    lines.add(
        "browser tests: %d, %d of them failed, %d skipped, in %d s"
            .formatted(
                report.cases().size(),
                report.cases().stream().filter(PlaywrightReport.Case::isFailed).count(),
                report.cases().stream().filter(PlaywrightReport.Case::isSkipped).count(),
                took.toSeconds()));
    report.measures().forEach(measure -> lines.add("measured: " + measure));
    return lines;
  }
}
