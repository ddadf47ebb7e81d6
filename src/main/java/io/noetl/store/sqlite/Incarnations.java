package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// The engine incarnations at work on a data directory. Each holds a lock on a file of its own,
/// `engines/<name>.lock`, which the operating system lets go when the process ends, however it
/// ends.
///
/// A file of this very process is never opened to look: closing it again would let go of the lock.
/// Its name tells that it is ours, and then it lives for as long as the file is there.
final class Incarnations implements AutoCloseable {
  private static final String SUFFIX = ".lock";
  private static final int TRIES_MAX = 100;

  private static final HexFormat HEX = HexFormat.of();

  /// Begins the names of all incarnations of this process.
  private static final String PROCESS =
      HEX.toHexDigits(ThreadLocalRandom.current().nextInt()) + "-";

  private final Path directory;
  private final Map<String, FileChannel> held = new TreeMap<>();

  Incarnations(Path dataDirectory) {
    this.directory = dataDirectory.resolve("engines");
  }

  synchronized String enter() {
    try {
      Files.createDirectories(directory);
      sweep();
      for (int tries = 0; tries < TRIES_MAX; tries++) {
        var name = PROCESS + HEX.toHexDigits((short) ThreadLocalRandom.current().nextInt());
        if (hold(name)) {
          return name;
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailable(
          "%s cannot be written (%s): check the rights on it".formatted(directory, e.getMessage()),
          e);
    }
    throw new IllegalStateException("no free name in " + directory);
  }

  /// False if the name is taken, or if a sweep by another process came between.
  private boolean hold(String name) throws IOException {
    var file = file(name);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException _) {
      return false;
    }
    if (channel.tryLock() != null && Files.exists(file)) {
      held.put(name, channel);
      return true;
    }
    channel.close();
    return false;
  }

  boolean isAlive(String name) {
    if (name.isEmpty()) {
      return false;
    }
    if (name.startsWith(PROCESS)) {
      return Files.exists(file(name));
    }
    return !isFree(file(name));
  }

  /// Looks with a shared lock, so that two that look at once do not take each other for the owner.
  private static boolean isFree(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
      return lock != null;
    } catch (NoSuchFileException _) {
      return true;
    } catch (OverlappingFileLockException _) {
      // Another thread of ours is looking, and got the lock: so it is free.
      return true;
    } catch (IOException e) {
      throw new StoreUnavailable("cannot look at %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// Removes the files of the dead.
  private void sweep() throws IOException {
    for (var file : files()) {
      if (!file.getFileName().toString().startsWith(PROCESS)) {
        isFree(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (var found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      found.forEach(files::add);
    }
    return files;
  }

  private Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }

  /// All that entered here are gone.
  @Override
  public synchronized void close() {
    held.forEach(
        (name, channel) -> {
          try {
            Files.deleteIfExists(file(name));
            channel.close();
          } catch (IOException _) {
            // The lock goes with the process; whoever looks next removes the file.
          }
        });
    held.clear();
  }
}
