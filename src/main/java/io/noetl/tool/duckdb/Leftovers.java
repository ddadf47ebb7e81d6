package io.noetl.tool.duckdb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Files that nobody needs any more: databases of executions that have not been touched for long,
/// and what a process that was killed has left.
final class Leftovers {
  /// Where the driver's library is known to the process.
  private static final Path MAPS = Path.of("/proc/self/maps");

  private static final String LIBRARY = "libduckdb_java";

  private Leftovers() {}

  /// Deletes what lies in the directory of executions and is older than it may be. `isOpen` tells
  /// of files that this process has open.
  static void sweep(Surroundings surroundings, Instant now, Predicate<Path> isOpen) {
    var oldest = now.minus(surroundings.keep());
    for (var file : entries(surroundings.directory())) {
      if (isDatabase(file) && !isOpen.test(file) && isOlder(file, oldest)) {
        delete(file);
      }
    }
    var stale = now.minus(Duration.ofDays(1).plus(surroundings.keep()));
    for (var directory : entries(surroundings.scratch())) {
      if (isOlder(directory, stale)) {
        deleteTree(directory);
      }
    }
  }

  private static boolean isDatabase(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".duckdb");
  }

  private static boolean isOlder(Path file, Instant oldest) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(oldest);
    } catch (IOException e) {
      return false; // Somebody else has deleted it.
    }
  }

  private static List<Path> entries(Path directory) {
    var entries = new ArrayList<Path>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(entries::add);
      } catch (IOException e) {
        // What cannot be listed is swept another time.
      }
    }
    return entries;
  }

  /// A database and its log of what is not written into it yet.
  static void delete(Path file) {
    deleteQuietly(file);
    deleteQuietly(file.resolveSibling(file.getFileName() + ".wal"));
  }

  static void deleteTree(Path directory) {
    if (Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      entries(directory).forEach(Leftovers::deleteTree);
    }
    deleteQuietly(directory);
  }

  /// The driver unpacks its library of 70 MB into the directory for temporary files and deletes it
  /// when the process ends well. Once it is loaded the file's name is not needed any more, and a
  /// process that is killed leaves nothing.
  static void deleteLibrary() {
    if (!Files.isReadable(MAPS)) {
      return;
    }
    try (var lines = Files.lines(MAPS)) {
      lines
          .map(line -> line.substring(Math.max(0, line.indexOf('/'))))
          .filter(path -> path.contains(LIBRARY) && path.endsWith(".so"))
          .distinct()
          .map(Path::of)
          .filter(path -> path.startsWith(System.getProperty("java.io.tmpdir", "/tmp")))
          .toList()
          .forEach(Leftovers::deleteQuietly);
    } catch (IOException | java.io.UncheckedIOException e) {
      // Then it is deleted when the process ends.
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Swept another time.
    }
  }
}
