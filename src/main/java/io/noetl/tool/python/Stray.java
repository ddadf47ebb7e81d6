package io.noetl.tool.python;

import io.noetl.tool.Watch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// What a python process, or what it starts, writes to descriptors 1 and 2 past `print`.
///
/// A nameless file rather than a pipe: all that was written before a call's answer is there when
/// the answer is, no thread need read along, and the last words of a process that crashed can be
/// read afterwards. It is emptied after each call.
final class Stray implements AutoCloseable {
  private static final boolean IS_POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private static final int TAKEN_MAX = 64 << 10;
  private static final int LINE_MAX = 500;

  private final Path path;
  // Not a channel: an interrupted thread could not read the last words.
  private final RandomAccessFile file;
  private String last = "";

  private Stray(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static Stray open() throws IOException {
    var path = file();
    return new Stray(path, new RandomAccessFile(path.toFile(), "rw"));
  }

  /// A new file that is nobody else's. Not by [Files#createTempFile]: its names are drawn from a
  /// source of chance that takes long to open. They need not be secret, since a file that is there
  /// already is not taken.
  private static Path file() throws IOException {
    var directory = Path.of(System.getProperty("java.io.tmpdir"));
    var prefix = "noetl-python-%d-".formatted(ProcessHandle.current().pid());
    while (true) {
      var path = directory.resolve(prefix + Long.toHexString(System.nanoTime()) + ".out");
      try {
        return IS_POSIX ? Files.createFile(path, OWN) : Files.createFile(path);
      } catch (FileAlreadyExistsException e) {
        // Another was opened in the same instant: the next one.
      }
    }
  }

  ProcessBuilder.Redirect append() {
    return ProcessBuilder.Redirect.appendTo(path.toFile());
  }

  /// Takes its name away once the process has it open, so that it goes with the processes.
  void unlink() throws IOException {
    Files.delete(path);
  }

  void drain(Watch watch) {
    long size = take();
    if (size > 0) {
      watch.log(last);
      if (size > TAKEN_MAX) {
        watch.log("...%n[%d more bytes not kept]%n".formatted(size - TAKEN_MAX));
      }
    }
  }

  /// Moves what the file holds, or its beginning, to `last`; answers with how much there was.
  private long take() {
    try {
      long size = file.length();
      if (size > 0) {
        last = read(Math.min(size, TAKEN_MAX));
        file.setLength(0);
      }
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(long size) throws IOException {
    var bytes = new byte[(int) size];
    file.seek(0);
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// A new call begins: what earlier ones said is theirs.
  void forget() {
    last = "";
  }

  /// The last line that was written in this call, shortened.
  String lastLine() {
    take();
    var said = last.strip();
    var line = said.substring(said.lastIndexOf('\n') + 1);
    return line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + "..." : line;
  }

  @Override
  public void close() {
    try {
      file.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
