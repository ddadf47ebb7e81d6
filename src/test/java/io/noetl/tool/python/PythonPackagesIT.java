package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.noetl.job.Failure;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages for a step's code, from wheels that this test makes: nothing is fetched.
class PythonPackagesIT {
  private static final String PYTHON = System.getenv().getOrDefault("NOETL_PYTHON", "python3");
  private static final String CODE = "import greeting\ndef main(): return greeting.WORDS";

  @TempDir Path directory;
  private PythonTool tool = new PythonTool(PYTHON, Environment.of(System.getenv()), 4);

  /// Debian keeps venv apart from Python.
  @BeforeAll
  static void needVenv() throws Exception {
    var look =
        new ProcessBuilder(PYTHON, "-c", "import ensurepip, venv")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(
        look.waitFor() == 0, "tests of packages are skipped: python3 has no venv (python3-venv)");
  }

  @BeforeEach
  void open() throws IOException {
    tool.close();
    tool = other();
    wheel("greeting", "1.0", "WORDS = 'hello'");
  }

  @AfterEach
  void close() {
    tool.close();
  }

  private PythonTool other() {
    var environment = Environment.of(System.getenv());
    return new PythonTool(PYTHON, environment, 4, Optional.of(directory.resolve("cache")));
  }

  @Test
  void aFileOfRequirementsIsInstalledOnce() throws Exception {
    var file = requirements("greeting==1.0");
    var first = new TestWatch();
    var second = new TestWatch();

    assertThat(run(file, first)).isEqualTo("\"hello\"");
    assertThat(run(file, second)).isEqualTo("\"hello\"");

    assertThat(first.logged()).contains("installing what " + file).contains("greeting-1.0");
    assertThat(second.logged()).isEmpty();
    try (var next = other()) {
      var watch = new TestWatch();
      assertThat(Json.write(next.run(call(packages(file)), watch))).isEqualTo("\"hello\"");
      assertThat(watch.logged()).as("another process finds it made").isEmpty();
    }
  }

  @Test
  void otherRequirementsMakeAnotherEnvironment() throws Exception {
    wheel("greeting", "2.0", "WORDS = 'welcome'");
    var file = requirements("greeting==1.0");
    run(file, new TestWatch());
    requirements("greeting==2.0");

    assertThat(run(file, new TestWatch())).isEqualTo("\"welcome\"");
  }

  @Test
  void manyThatWantTheSameAtOnceInstallItOnce() throws Exception {
    var file = requirements("greeting==1.0");
    var watches = List.of(new TestWatch(), new TestWatch(), new TestWatch());
    List<Future<String>> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var watch : watches) {
        results.add(threads.submit(() -> run(file, watch)));
      }
    }

    for (var result : results) {
      assertThat(result.get()).isEqualTo("\"hello\"");
    }
    assertThat(watches.stream().filter(watch -> !watch.logged().isEmpty()).count()).isEqualTo(1);
  }

  @Test
  void aListOfPackagesNeedsNoFile() throws Exception {
    var list =
        "[\"--no-index\", \"--find-links %s\", \"greeting\"]"
            .formatted(directory.resolve("wheels"));

    assertThat(Json.write(tool.run(call("{\"packages\": %s}".formatted(list)), new TestWatch())))
        .isEqualTo("\"hello\"");
  }

  @Test
  void anEnvironmentOfYourOwnIsUsedAsItIs() throws Exception {
    var venv = directory.resolve("mine");
    var made =
        new ProcessBuilder(PYTHON, "-m", "venv", "--without-pip", venv.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    var code = "import sys\ndef main(): return sys.prefix";

    var result = tool.run(call(packages(venv), code), new TestWatch());

    assertThat(Json.write(result)).isEqualTo("\"%s\"".formatted(venv));
    assertThat(Json.write(tool.run(call("{}", code), new TestWatch())))
        .as("the worker's own")
        .isNotEqualTo(Json.write(result));
  }

  @Test
  void whatPipCannotFindIsSaidWithItsWordsAndWhatToDo() throws Exception {
    var file = requirements("no-such-thing==9.9");
    var watch = new TestWatch();

    var failure = failure(packages(file), watch);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("python_packages");
    assertThat(failure.message())
        .startsWith("pip could not install what " + file + " asks for: ")
        .contains("no-such-thing==9.9")
        .contains("PIP_INDEX_URL");
    assertThat(watch.logged()).contains("no-such-thing==9.9");
  }

  @Test
  void whatIsThereButIsNoEnvironmentIsExplained() {
    assertThat(failure(packages(directory), new TestWatch()).message())
        .contains("is no virtual environment")
        .contains("python3 -m venv");
    assertThat(failure(packages(directory.resolve("none")), new TestWatch()).message())
        .contains("names neither a file of requirements nor a virtual environment");
    assertThat(failure("{\"packages\": 7}", new TestWatch()).message())
        .contains("must be a path or a list of packages");
  }

  @Test
  void anInstallationThatIsCutOffIsMadeAnew() throws Exception {
    var file = requirements("greeting==1.0");
    var watch = new TestWatch();
    watch.stop();
    assertThat(failure(packages(file), watch).code()).isEqualTo("python_packages");

    assertThat(run(file, new TestWatch())).isEqualTo("\"hello\"");
  }

  private String run(Path file, TestWatch watch) throws Exception {
    return Json.write(tool.run(call(packages(file)), watch));
  }

  private Failure failure(String python, TestWatch watch) {
    var thrown = catchThrowableOfType(ToolFailure.class, () -> tool.run(call(python), watch));
    assertThat(thrown).as(python).isNotNull();
    return thrown.failure();
  }

  private static String packages(Path path) {
    return "{\"packages\": \"%s\"}".formatted(path);
  }

  private static ToolCall call(String python) {
    return call(python, CODE);
  }

  private static ToolCall call(String python, String code) {
    var config = Fields.of("python", Calls.fields(python), "code_line", Num.of(10));
    return new ToolCall("1/step/1", config, Fields.EMPTY, code, Fields.EMPTY, "step");
  }

  private Path requirements(String line) throws IOException {
    return Files.writeString(
        directory.resolve("requirements.txt"),
        "--no-index\n--find-links %s\n%s\n".formatted(directory.resolve("wheels"), line));
  }

  /// A wheel with one module, as PEP 427 wants it.
  private void wheel(String name, String version, String module) throws IOException {
    var wheels = Files.createDirectories(directory.resolve("wheels"));
    var file = wheels.resolve("%s-%s-py3-none-any.whl".formatted(name, version));
    var info = "%s-%s.dist-info/".formatted(name, version);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      add(zip, name + ".py", module + "\n");
      add(
          zip,
          info + "METADATA",
          "Metadata-Version: 2.1\nName: %s\nVersion: %s\n".formatted(name, version));
      add(
          zip,
          info + "WHEEL",
          "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      add(
          zip,
          info + "RECORD",
          "%s.py,,\n".formatted(name) + "%sMETADATA,,\n%<sWHEEL,,\n%<sRECORD,,\n".formatted(info));
    }
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
