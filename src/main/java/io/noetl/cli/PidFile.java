package io.noetl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says which process of this machine is a certain server or worker: `run/NAME.pid` in the data
/// directory, with the process and when it began, since numbers of processes are used again.
final class PidFile implements AutoCloseable {
  private static final String END = ".pid";

  private final Path file;

  private PidFile(Path file) {
    this.file = file;
  }

  static PidFile of(Path directory, String name) {
    var safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return new PidFile(directory.resolve("run").resolve(safe + END));
  }

  /// Those whose names begin with `prefix`.
  static List<PidFile> all(Path directory, String prefix) {
    var found = new ArrayList<PidFile>();
    var run = directory.resolve("run");
    if (Files.isDirectory(run)) {
      try (var files = Files.newDirectoryStream(run, prefix + "*" + END)) {
        files.forEach(file -> found.add(new PidFile(file)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + run, e);
      }
    }
    return found;
  }

  /// From now on it stands for this process.
  void write() {
    var self = ProcessHandle.current();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, "%d %s%n".formatted(self.pid(), began(self)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static Instant began(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /// The process, if it is still that one.
  Optional<ProcessHandle> process() {
    try {
      var words = Files.readString(file).strip().split(" ", 2);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(found -> words.length == 2 && began(found).toString().equals(words[1]));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  String name() {
    var name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - END.length());
  }

  /// This process ends. The file of another is left alone: that one was there first.
  @Override
  public void close() {
    if (process().filter(ProcessHandle.current()::equals).isPresent()) {
      forget();
    }
  }

  /// For a process that has ended.
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
