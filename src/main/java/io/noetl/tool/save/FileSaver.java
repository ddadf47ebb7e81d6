package io.noetl.tool.save;

import io.noetl.tool.FileRoot;
import io.noetl.tool.Saver;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// `storage: file`: writes the data to `path` as `format` (`json`, `jsonl`, `csv`, `text` or
/// `parquet`; the path's ending says which where it is not given).
///
/// `mode: overwrite` (the default) replaces the file in one step: a reader sees the old one or the
/// new one. `mode: append` adds to its end. Directories are made. When the save is done the data
/// are on the disk.
public final class FileSaver implements Saver {
  private static final int LOCKS_MAX = 256;

  private final FileRoot root;
  private final Columnar columnar;

  /// Writes to one file from several steps of this process come one after the other.
  private final ConcurrentHashMap<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();

  public FileSaver(FileRoot root, Columnar columnar) {
    this.root = root;
    this.columnar = columnar;
  }

  @Override
  public String storage() {
    return "file";
  }

  @Override
  public Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException {
    var spec = order.spec();
    var target = target(text(spec, "path"));
    var format = FileFormat.of(text(spec, "format"), target);
    boolean appends = appends(text(spec, "mode"));
    var lock =
        locks.computeIfAbsent(
            Math.floorMod(target.hashCode(), LOCKS_MAX), _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      root.makeParent(target, "save");
      root.confine(target, "save");
      var data = order.data();
      long bytes =
          appends
              ? append(target, format.appended(data, target))
              : replace(target, draft -> write(format, data, draft, watch));
      return answer(target, format, bytes);
    } catch (IOException e) {
      throw ToolFailure.error("file", "cannot write %s: %s".formatted(target, reason(e)));
    } finally {
      lock.unlock();
    }
  }

  private Fields answer(Path target, FileFormat format, long bytes) {
    return Fields.builder()
        .put("saved", storage())
        .put("path", target.toString())
        .put("format", format.name().toLowerCase(Locale.ROOT))
        .put("bytes", bytes)
        .build();
  }

  private void write(FileFormat format, Value data, Path draft, Watch watch)
      throws IOException, ToolFailure, InterruptedException {
    if (format == FileFormat.PARQUET) {
      columnar.write(data, draft, watch);
    } else {
      Files.write(draft, format.written(data), StandardOpenOption.CREATE_NEW);
    }
  }

  private Path target(String path) throws ToolFailure {
    if (path.isBlank()) {
      throw ToolFailure.invalid("save", "'storage: file' needs a 'path'");
    }
    var target = root.resolve(path, "save");
    if (Files.isDirectory(target)) {
      throw ToolFailure.invalid("save", "%s is a directory: name a file in it".formatted(target));
    }
    return target;
  }

  private static boolean appends(String mode) throws ToolFailure {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "", "overwrite" -> false;
      case "append" -> true;
      default ->
          throw ToolFailure.invalid(
              "save", "'mode: %s' is neither overwrite nor append".formatted(mode));
    };
  }

  private static long append(Path target, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      writeAll(channel, bytes);
      return bytes.length;
    }
  }

  /// Fills a draft beside the file and puts it in its place.
  private static long replace(Path target, Draft fill)
      throws IOException, ToolFailure, InterruptedException {
    var real = Files.exists(target) ? target.toRealPath() : target;
    var draft = parent(real).resolve("." + real.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      fill.write(draft);
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      long bytes = Files.size(draft);
      Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Makes a file that is not there yet.
  @FunctionalInterface
  private interface Draft {
    void write(Path file) throws IOException, ToolFailure, InterruptedException;
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    var rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    channel.force(true);
  }

  private static Path parent(Path target) {
    var parent = target.getParent();
    return parent == null ? target : parent;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException it -> "no right to write to " + it.getFile();
      case FileAlreadyExistsException it -> it.getFile() + " is a file and no directory";
      case NoSuchFileException it -> "there is no " + it.getFile() + ", and it cannot be made";
      case FileSystemException it when it.getReason() != null -> it.getReason();
      default ->
          e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    };
  }

  private static String text(Fields spec, String name) {
    return spec.get(name) instanceof Text(var text) ? text : "";
  }
}
