package io.noetl.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Keys in a file that only its owner can read: one a line, the current one first; lines that begin
/// with `#` are remarks. It is always replaced as a whole, so that readers see all of it.
final class KeyFile implements KeySource {
  private static final String NAME = "master.key";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /// Far more rotations than anybody leaves unfinished.
  private static final int BYTES_MAX = 64 << 10;

  private final Path file;
  private final Set<PosixFilePermission> forbidden;
  private final boolean isOurs;

  private KeyFile(Path file, Set<PosixFilePermission> forbidden, boolean isOurs) {
    this.file = file;
    this.forbidden = forbidden;
    this.isOurs = isOurs;
  }

  /// The one of a data directory.
  static KeyFile own(Path directory) {
    var forbidden = EnumSet.allOf(PosixFilePermission.class);
    forbidden.removeIf(permission -> permission.name().startsWith("OWNER"));
    return new KeyFile(directory.resolve(NAME), forbidden, true);
  }

  /// One that somebody else keeps. Its group may read it: clusters hand out files that way.
  static KeyFile given(Path file) {
    var forbidden = EnumSet.allOf(PosixFilePermission.class);
    forbidden.removeIf(permission -> permission.name().startsWith("OWNER"));
    forbidden.remove(PosixFilePermission.GROUP_READ);
    return new KeyFile(file, forbidden, false);
  }

  @Override
  public MasterKeys read() {
    try {
      checkPermissions();
      var keys = parse(text());
      if (keys.isEmpty()) {
        throw SecretError.unusable("there is no key in %s: put it back".formatted(file));
      }
      return new MasterKeys(keys);
    } catch (NoSuchFileException e) {
      if (isOurs) {
        return MasterKeys.NONE;
      }
      throw SecretError.unusable("%s names %s, which is not there".formatted(FILE, file));
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  private void checkPermissions() throws IOException {
    if (!isPosix()) {
      return;
    }
    var given = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    given.retainAll(forbidden);
    if (!given.isEmpty()) {
      throw SecretError.unusable(
          "others than its owner can use %s, which holds the master key: chmod 600 %s, and rotate"
                  .formatted(file, file)
              + " the key if they may have read it");
    }
  }

  private boolean isPosix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private String text() throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw SecretError.unusable(file + " is too large for a file of keys");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private List<MasterKey> parse(String text) {
    var keys = new ArrayList<MasterKey>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        keys.add(MasterKey.parse(line, "line %d of %s".formatted(number, file)));
      }
    }
    return keys;
  }

  @Override
  public MasterKeys readOrMake() {
    var keys = read();
    return keys.isEmpty() ? replace(now -> now.isEmpty() ? fresh(now) : now) : keys;
  }

  /// Makes a new key the current one; those before it stay for reading.
  MasterKeys addKey() {
    return replace(KeyFile::fresh);
  }

  /// Drops all keys but these.
  MasterKeys retain(Set<String> ids) {
    return replace(now -> now.retaining(ids));
  }

  private static MasterKeys fresh(MasterKeys now) {
    var keys = new ArrayList<MasterKey>();
    keys.add(MasterKey.random());
    keys.addAll(now.all());
    return new MasterKeys(keys);
  }

  /// Changes the file while nobody else does. The new one is on the disk when this returns: what is
  /// encrypted next can always be read again.
  private MasterKeys replace(UnaryOperator<MasterKeys> change) {
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var channel = open(lock);
          var _ = channel.lock()) {
        var keys = change.apply(read());
        write(keys);
        return keys;
      }
    } catch (OverlappingFileLockException e) {
      throw SecretError.unusable("another rotation of the keys in %s is at work".formatted(file));
    } catch (IOException e) {
      throw unusable("written", e);
    }
  }

  private void write(MasterKeys keys) throws IOException {
    var text = new StringBuilder("# Master keys of NoETL: the first one encrypts. Keep a copy.\n");
    keys.all().forEach(key -> text.append(key.text()).append('\n'));
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (var channel = open(fresh)) {
      var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
  }

  private FileChannel open(Path path) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return isPosix()
        ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : FileChannel.open(path, options, new FileAttribute<?>[0]);
  }

  private void forceDirectory() throws IOException {
    if (!isPosix()) {
      return; // Elsewhere a directory cannot be opened.
    }
    try (var channel = FileChannel.open(file.toAbsolutePath().getParent())) {
      channel.force(true);
    }
  }

  private SecretError unusable(String what, IOException e) {
    var why = e instanceof FileAlreadyExistsException ? "it is in the way" : reason(e);
    return SecretError.unusable("%s cannot be %s: %s".formatted(file, what, why));
  }

  private static String reason(IOException e) {
    return "%s (%s)".formatted(e.getMessage(), e.getClass().getSimpleName());
  }

  Path file() {
    return file;
  }
}
