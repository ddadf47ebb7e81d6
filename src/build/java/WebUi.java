import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Builds the web UI with Node.js and lays it among the program's resources, each file of text with
/// its packed form beside it.
///
/// Whoever builds the program need not have Node.js: without it one line says so, and the server
/// runs without pages. So it is too if npm cannot fetch the packages, as on a machine without the
/// internet. Where the UI must be there, as in CI, NOETL_REQUIRE_UI=1 makes failures of both. What
/// is wrong with the UI itself (a type error, a lock file that does not fit) always is one.
///
///     WebUi build UI CLASSES   builds what has changed, into CLASSES/ui
///     WebUi check UI           format, lint, types and unit tests
///     WebUi tell FILE          prints what the browser tests have left there, if anything
final class WebUi {
  private static final int[] NODE_MIN = {20, 19};
  private static final int MINUTES_MAX = 10; // Longer takes only what hangs.
  private static final Set<String> TEXTS = Set.of("html", "js", "css", "json", "svg", "txt", "map");
  private static final Set<String> SOURCES =
      Set.of(
          "src",
          "public",
          "index.html",
          "package.json",
          "package-lock.json",
          "tsconfig.json",
          "vite.config.ts");
  private static final Pattern TEST = Pattern.compile(".*\\.test\\.tsx?");
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+).*");
  private static final String WHERE = "get it from https://nodejs.org";

  private final Path ui;

  private WebUi(Path ui) {
    this.ui = ui;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      switch (args[0]) {
        case "build" -> new WebUi(Path.of(args[1])).build(Path.of(args[2]));
        case "check" -> new WebUi(Path.of(args[1])).check();
        case "tell" -> tell(Path.of(args[1]));
        default -> throw new IllegalArgumentException("build, check or tell, not " + args[0]);
      }
    } catch (Wrong e) {
      System.err.println("ui: " + e.getMessage());
      System.exit(1);
    }
  }

  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  private void build(Path classes) throws IOException, InterruptedException {
    var made = classes.resolve("ui");
    var stamp = classes.resolveSibling(".noetl-ui");
    var sources = fingerprint();
    if (Files.exists(made.resolve("index.html")) && contentOf(stamp).equals(sources)) {
      return;
    }
    delete(made);
    var lack = lackOfTools();
    if (lack.isPresent()) {
      goWithout(lack.get());
      return;
    }
    run("the build of the web UI failed", "run", "build");
    pack(ui.resolve("dist"), made);
    Files.writeString(stamp, sources);
  }

  private void check() throws IOException, InterruptedException {
    if (lackOfTools().isPresent()) {
      return; // As the build has said, or has failed by.
    }
    run("the web UI is not tidy ('npm run fix' mends most)", "run", "lint");
    run("the web UI's types do not fit", "run", "types");
    run("a unit test of the web UI failed", "test");
  }

  private static void tell(Path file) throws IOException {
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(line -> System.out.println("ui: " + line));
      Files.delete(file); // The next build may not run them.
    }
  }

  private static void goWithout(String lack) {
    if ("1".equals(System.getenv("NOETL_REQUIRE_UI"))) {
      throw new Wrong(lack + ", and NOETL_REQUIRE_UI=1 asks for the web UI");
    }
    System.out.println("ui: going on without the web UI: " + lack);
  }

  /// What stands in the way of Node.js and the packages; fetches these if they are not there yet.
  private Optional<String> lackOfTools() throws IOException, InterruptedException {
    var node = start("node", "--version");
    var version = VERSION.matcher(node.output().strip());
    var needed = "Node.js %d.%d or newer is needed".formatted(NODE_MIN[0], NODE_MIN[1]);
    if (node.exit() != 0 || !version.matches()) {
      return Optional.of(needed + "; " + WHERE);
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < NODE_MIN[0] || major == NODE_MIN[0] && minor < NODE_MIN[1]) {
      return Optional.of(needed + ", not " + node.output().strip() + "; " + WHERE);
    }
    return start(npm(), "--version").exit() == 0
        ? install()
        : Optional.of("npm is needed beside Node.js; " + WHERE);
  }

  private Optional<String> install() throws IOException, InterruptedException {
    // npm writes this one last, so what was broken off is done again.
    var installed = ui.resolve("node_modules/.package-lock.json");
    var lock = ui.resolve("package-lock.json");
    if (Files.exists(installed)
        && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
      return Optional.empty();
    }
    var done = start(npm(), "ci", "--prefer-offline", "--fetch-retries=1");
    if (done.exit() == 0) {
      return Optional.empty();
    }
    if (done.output().contains("code EUSAGE")) {
      throw new Wrong("package.json and package-lock.json differ\n" + done.output());
    }
    var reason = done.output().lines().filter(line -> line.startsWith("npm error")).findFirst();
    return Optional.of("'npm ci' failed (%s)".formatted(reason.orElse("exit " + done.exit())));
  }

  private void run(String wrong, String... args) throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of(npm()), Stream.of(args)).toArray(String[]::new);
    var done = start(command);
    if (done.exit() != 0) {
      throw new Wrong(wrong + ":\n" + done.output());
    }
  }

  private static String npm() {
    return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
  }

  private record Done(int exit, String output) {}

  /// Runs it to its end; a program that is not there ends as in a shell, by 127.
  private Done start(String... command) throws IOException, InterruptedException {
    var output = Files.createTempFile("noetl-ui", ".log");
    var builder = new ProcessBuilder(command).directory(ui.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("CI", "1", "NO_COLOR", "1"));
    try {
      var process = builder.redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      boolean isOver = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
      if (!isOver) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      var late = isOver ? "" : "\nnot done after %d minutes".formatted(MINUTES_MAX);
      return new Done(process.exitValue(), Files.readString(output) + late);
    } catch (IOException e) {
      return new Done(127, String.valueOf(e.getMessage()));
    } finally {
      Files.delete(output);
    }
  }

  /// Of all that the built pages depend on.
  private String fingerprint() throws IOException {
    var files = new TreeMap<String, Path>();
    for (var source : SOURCES) {
      try (var below = Files.walk(ui.resolve(source))) {
        below
            .filter(Files::isRegularFile)
            .filter(file -> !TEST.matcher(file.getFileName().toString()).matches())
            .forEach(file -> files.put(ui.relativize(file).toString(), file));
      }
    }
    var digest = sha256();
    for (var file : files.entrySet()) {
      digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
      digest.update(sha256().digest(Files.readAllBytes(file.getValue())));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  private static String contentOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void pack(Path from, Path into) throws IOException {
    for (var file : files(from)) {
      var copy = into.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
      var name = file.getFileName().toString();
      if (TEXTS.contains(name.substring(name.lastIndexOf('.') + 1))) {
        try (var packed = new Best(Files.newOutputStream(copy.resolveSibling(name + ".gz")))) {
          Files.copy(file, packed);
        }
      }
    }
  }

  /// It is packed once and sent often.
  private static final class Best extends GZIPOutputStream {
    Best(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var below = Files.walk(directory)) {
      return below.filter(Files::isRegularFile).toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var below = Files.walk(directory)) {
      below
          .sorted((one, other) -> other.compareTo(one))
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
