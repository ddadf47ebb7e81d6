package io.noetl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads what users name.
final class TextFiles {
  private TextFiles() {}

  /// The file's text; `-` is standard input.
  static String readOrInput(String name, Console console) {
    return name.equals("-") ? console.input() : read(path(name));
  }

  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw CommandError.notFound("there is no file " + file);
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        throw CommandError.usage(file + " is a directory, not a file");
      }
      throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CommandError.usage("'%s' is no path: %s".formatted(name, e.getReason()));
    }
  }
}
