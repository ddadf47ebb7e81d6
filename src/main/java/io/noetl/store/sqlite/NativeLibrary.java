package io.noetl.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/// Keeps SQLite's native code unpacked in the data directory, in `native/<version>`. The driver
/// would unpack it anew at each start, which takes longer than a short playbook.
///
/// It is only a gain: whatever is in the way, the driver goes its own. A library that somebody else
/// may have put there is not loaded.
final class NativeLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private NativeLibrary() {}

  /// To be called before the driver is used for the first time.
  static void prepare(Path dataDirectory) {
    var version = SQLiteJDBCLoader.getVersion();
    if (System.getProperty(PATH) != null || version.equals("unknown")) {
      return;
    }
    try {
      var directory = dataDirectory.toAbsolutePath().resolve("native").resolve(version);
      var name = LibraryLoaderUtil.getNativeLibName();
      var library = directory.resolve(name);
      if (!Files.exists(library)) {
        unpack(directory, name);
      }
      if (isOurs(dataDirectory) && isOurs(directory) && isOurs(library)) {
        System.setProperty(PATH, directory.toString());
        System.setProperty(NAME, name);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The driver unpacks it elsewhere.
    }
  }

  private static void unpack(Path directory, String name) throws IOException {
    var resource = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
    Files.createDirectories(directory);
    var part = Files.createTempFile(directory, name, ".part");
    try (var in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no native library for this machine");
      }
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Nobody but this user can have written it.
  private static boolean isOurs(Path path) throws IOException {
    var rights = Files.getPosixFilePermissions(path);
    return Files.getOwner(path).getName().equals(System.getProperty("user.name"))
        && !rights.contains(PosixFilePermission.GROUP_WRITE)
        && !rights.contains(PosixFilePermission.OTHERS_WRITE);
  }
}
