package io.noetl.tool.python;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The interpreters for `python: {packages: ...}`. A virtual environment is used as it is; what a
/// file or list of requirements asks for is installed into one of our own, once, under the hash of
/// those requirements. Processes that want the same at once wait for the first.
final class Venvs {
  /// Written when all is installed: what a process left half-made is made anew.
  private static final String MARK = ".noetl-installed";

  private final Optional<Path> cache;
  private final Map<String, String> environment;
  private final Supplier<String> base;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /// `base` is the interpreter that new environments are made with.
  Venvs(Optional<Path> cache, Map<String, String> environment, Supplier<String> base) {
    this.cache = cache;
    this.environment = environment;
    this.base = base;
  }

  /// What to install: from `file` where there is one, else the lines of `text`.
  private record Requirements(String text, Optional<Path> file) {
    String name() {
      return file.map(Path::toString).orElse("the list of packages");
    }
  }

  /// The interpreter for a step's `python`; empty for the worker's own.
  String interpreter(Value python, Watch watch) throws ToolFailure, InterruptedException {
    return switch (python) {
      case Null _ -> "";
      case Fields fields -> of(fields.get("packages"), watch);
      default -> throw invalid("`python` must be a map such as {packages: requirements.txt}");
    };
  }

  private String of(Value packages, Watch watch) throws ToolFailure, InterruptedException {
    return switch (packages) {
      case Null _ -> "";
      case Items(var lines) ->
          installed(new Requirements(lines(lines), Optional.empty()), watch).toString();
      case Text(var name) -> named(name, watch).toString();
      default -> throw invalid("`python.packages` must be a path or a list of packages");
    };
  }

  private static String lines(List<Value> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      text.append(line instanceof Text(var word) ? word : Json.write(line)).append('\n');
    }
    return text.toString();
  }

  private Path named(String name, Watch watch) throws ToolFailure, InterruptedException {
    try {
      var path = Path.of(name).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        var text = Files.readString(path, StandardCharsets.UTF_8);
        return installed(new Requirements(text, Optional.of(path)), watch);
      }
      if (Files.isDirectory(path)) {
        return python(path)
            .orElseThrow(
                () ->
                    invalid(
                        "%s is no virtual environment, there is no bin/python in it: make it with"
                                .formatted(path)
                            + " python3 -m venv "
                            + path));
      }
      throw invalid(
          "`python.packages` names neither a file of requirements nor a virtual environment: there"
              + " is no "
              + path);
    } catch (IOException | InvalidPathException e) {
      throw invalid("`python.packages`: %s cannot be read: %s".formatted(name, e));
    }
  }

  private static Optional<Path> python(Path venv) {
    return Optional.of(venv.resolve("bin").resolve("python")).filter(Files::isExecutable);
  }

  private Path installed(Requirements wanted, Watch watch)
      throws ToolFailure, InterruptedException {
    var home = cache.orElseThrow(() -> invalid("there is no directory to install packages into"));
    var hash = hash(base.get() + "\n" + wanted.text());
    var venv = home.resolve("venvs").resolve(hash);
    var lock = locks.computeIfAbsent(hash, _ -> new ReentrantLock());
    lock.lockInterruptibly(); // The file's lock is between processes, and refused within one.
    try {
      return alone(venv, wanted, watch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private Path alone(Path venv, Requirements wanted, Watch watch)
      throws IOException, ToolFailure, InterruptedException {
    var done = python(venv).filter(_ -> Files.exists(venv.resolve(MARK)));
    if (done.isPresent()) {
      return done.get();
    }
    Files.createDirectories(venv.getParent());
    var file = venv.resolveSibling(venv.getFileName() + ".lock");
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      if (Files.exists(venv.resolve(MARK)) && python(venv).isPresent()) {
        return python(venv).get();
      }
      return make(venv, wanted, watch);
    }
  }

  private Path make(Path venv, Requirements wanted, Watch watch)
      throws IOException, ToolFailure, InterruptedException {
    delete(venv);
    watch.log("noetl: installing what %s asks for\n".formatted(wanted.name()));
    var installer = new Installer(environment, watch);
    boolean isMade = false;
    try {
      installer.run(
          List.of(base.get(), "-m", "venv", venv.toString()),
          "a virtual environment cannot be made",
          "install the system's package for venv (python3-venv), or name an environment of your"
              + " own in python.packages");
      var python =
          python(venv).orElseThrow(() -> new IOException("there is no interpreter in " + venv));
      installer.run(
          installation(python, venv, wanted),
          "pip could not install what %s asks for".formatted(wanted.name()),
          "check the names, and that the worker reaches the index (PIP_INDEX_URL, HTTPS_PROXY); or"
              + " name a virtual environment that has them in python.packages");
      Files.createFile(venv.resolve(MARK));
      isMade = true;
      return python;
    } finally {
      if (!isMade) {
        delete(venv);
      }
    }
  }

  private static List<String> installation(Path python, Path venv, Requirements wanted)
      throws IOException {
    // A file is named as it is, for what it names stands beside it.
    var file = wanted.file().orElse(venv.resolve("requirements.txt"));
    if (wanted.file().isEmpty()) {
      Files.writeString(file, wanted.text(), StandardCharsets.UTF_8);
    }
    return List.of(
        python.toString(),
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--retries=2",
        "--timeout=20",
        "--progress-bar=off",
        "-r",
        file.toString());
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("python_packages", message);
  }
}
