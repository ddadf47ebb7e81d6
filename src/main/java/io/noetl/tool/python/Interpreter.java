package io.noetl.tool.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What starts python. `python3` is often a script of a version manager that takes a third of a
/// second to find the interpreter it stands for; which one that was is remembered between
/// processes, for as long as nothing that the choice depends on changes. Only a gain: what cannot
/// be read or written is passed over.
final class Interpreter {
  /// So that a dependency that is not known here is noticed some time.
  private static final Duration KEPT = Duration.ofDays(1);

  /// The files by which version managers choose, in this directory and those above.
  private static final List<String> CHOICES =
      List.of(".python-version", ".tool-versions", "mise.toml", ".mise.toml");

  private final String given;
  private final Map<String, String> environment;
  private final Optional<Path> memory;

  /// `memory` is the directory to remember in.
  Interpreter(String given, Map<String, String> environment, Optional<Path> memory) {
    this.given = given;
    this.environment = environment;
    this.memory = memory;
  }

  /// The command as it was given, or what it stood for last time.
  String command() {
    try {
      return wrapper().flatMap(this::remembered).orElse(given);
    } catch (IOException | InvalidPathException _) {
      return given;
    }
  }

  /// Remembers that the command as it was given starts the interpreter at `path`.
  void remember(String path) {
    try {
      var wrapper = wrapper();
      var file = wrapper.flatMap(this::file);
      if (file.isPresent() && Path.of(path).isAbsolute()) {
        Files.createDirectories(file.get().getParent());
        Files.writeString(file.get(), key(wrapper.get()) + "\n" + path);
      }
    } catch (IOException | InvalidPathException _) {
      // The next process will find out again.
    }
  }

  private Optional<String> remembered(Path wrapper) {
    try {
      var file = file(wrapper);
      if (file.isEmpty() || !Files.exists(file.get()) || isOld(file.get())) {
        return Optional.empty();
      }
      var text = Files.readString(file.get());
      int end = text.lastIndexOf('\n');
      var path = text.substring(end + 1);
      boolean holds = end > 0 && text.substring(0, end).equals(key(wrapper));
      return holds && Files.isExecutable(Path.of(path)) ? Optional.of(path) : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static boolean isOld(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(KEPT));
  }

  private Optional<Path> file(Path wrapper) {
    var name = "python-" + Integer.toHexString((wrapper + " " + here()).hashCode());
    return memory.map(directory -> directory.resolve(name));
  }

  /// All that the choice depends on: the wrapper, the place, and the files that say which version.
  private String key(Path wrapper) throws IOException {
    var parts = new ArrayList<String>();
    parts.add(stamp(wrapper));
    for (var place = here(); place != null; place = place.getParent()) {
      for (var choice : CHOICES) {
        addStamp(place.resolve(choice), parts);
      }
    }
    var home = environment.get("HOME");
    if (home != null) {
      addStamp(Path.of(home, ".pyenv", "version"), parts);
      addStamp(Path.of(home, ".tool-versions"), parts);
      addStamp(Path.of(home, ".config", "mise", "config.toml"), parts);
    }
    return String.join("\n", parts);
  }

  private static void addStamp(Path file, List<String> parts) throws IOException {
    if (Files.exists(file)) {
      parts.add(stamp(file));
    }
  }

  private static String stamp(Path file) throws IOException {
    return "%s %d %d".formatted(file, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
  }

  private static Path here() {
    return Path.of("").toAbsolutePath();
  }

  /// The file that the command starts, if it is a script.
  private Optional<Path> wrapper() throws IOException {
    var found = find();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(found.get())) {
      var start = new String(in.readNBytes(2), StandardCharsets.ISO_8859_1);
      return start.equals("#!") ? found : Optional.empty();
    }
  }

  private Optional<Path> find() {
    if (given.contains("/")) {
      return Optional.of(Path.of(given).toAbsolutePath()).filter(Files::isExecutable);
    }
    for (var directory : environment.getOrDefault("PATH", "").split(":", -1)) {
      var candidate = Path.of(directory).toAbsolutePath().resolve(given);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
