package io.noetl.cli;

import io.noetl.store.Store;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// Where executions live on this machine.
final class DataDirectory {
  private DataDirectory() {}

  /// The one that `--data` names, or the user's own.
  static Path of(ParseResult given, Map<String, String> env) {
    var named = named(given);
    if (!named.isEmpty()) {
      return path(named);
    }
    var shared = env.getOrDefault("XDG_DATA_HOME", "");
    if (!shared.isEmpty()) {
      return path(shared).resolve("noetl");
    }
    var home = env.getOrDefault("HOME", System.getProperty("user.home", "."));
    return path(home).resolve(".local").resolve("share").resolve("noetl");
  }

  /// Whether `--data` names one.
  static boolean isNamed(ParseResult given) {
    return !named(given).isEmpty();
  }

  private static String named(ParseResult given) {
    return switch (given.<Object>matchedOptionValue(Options.DATA, "")) {
      case List<?> several ->
          several.stream()
              .map(String::valueOf)
              .filter(each -> !CredentialDraft.isData(each))
              .findFirst()
              .orElse("");
      case Object one -> one.toString();
    };
  }

  /// The store for a command that only looks; it makes no directory.
  static Store look(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw CommandError.notFound(
          "there is no data directory %s: nothing has been run there yet".formatted(directory));
    }
    return Wiring.store(directory);
  }

  static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw CommandError.usage("'%s' is no path: %s".formatted(text, e.getReason()));
    }
  }
}
