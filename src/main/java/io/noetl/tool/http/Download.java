package io.noetl.tool.http;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Sizes;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/// Writes the body of an answer to a file, however large: a reader of the file sees the old one or
/// the whole new one. The result has `{path, bytes, sha256}` in place of data.
final class Download implements Exchange.Reader {
  private static final String CODE = "download";

  /// Unless `max_size` says otherwise: what a disk bears by mistake.
  private static final long BYTES_DEFAULT = 1L << 30;

  private static final int CHUNK = 1 << 16;

  private final FileRoot files;
  private final Path target;
  private final long bytesMax;

  private Download(FileRoot files, Path target, long bytesMax) {
    this.files = files;
    this.target = target;
    this.bytesMax = bytesMax;
  }

  /// What `download` says: a path, or `{path, overwrite, max_size}`.
  static Optional<Download> of(ToolCall call, FileRoot files) throws ToolFailure {
    var given = call.config(CODE);
    if (given == Null.NULL) {
      return Optional.empty();
    }
    var spec = given instanceof Fields fields ? fields : Fields.of("path", given);
    if (!(spec.get("path") instanceof Text(var path)) || path.isBlank()) {
      throw ToolFailure.invalid(CODE, "'download' needs a path, the file to write to");
    }
    var target = files.resolve(path, CODE);
    if (Files.isDirectory(target)) {
      throw ToolFailure.invalid(CODE, "%s is a directory: name a file in it".formatted(target));
    }
    confine(files, target);
    if (spec.get("overwrite") == Bool.FALSE && Files.exists(target)) {
      throw ToolFailure.invalid(
          CODE, "%s is there already, and 'overwrite' is false".formatted(target));
    }
    return Optional.of(new Download(files, target, bytesMax(spec.get("max_size"))));
  }

  /// As far as its directory is there; the rest is seen to when the answer has come.
  private static void confine(FileRoot files, Path target) throws ToolFailure {
    try {
      if (Files.exists(target.resolveSibling("."))) {
        files.confine(target, CODE);
      }
    } catch (IOException e) {
      throw ToolFailure.error(
          CODE, "cannot write %s: %s".formatted(target, e.getClass().getSimpleName()));
    }
  }

  private static long bytesMax(Value given) throws ToolFailure {
    if (given == Null.NULL) {
      return BYTES_DEFAULT;
    }
    return Sizes.parse(given)
        .orElseThrow(
            () ->
                ToolFailure.invalid(
                    CODE, "'max_size' must be a size such as 500MB, is " + Requests.text(given)));
  }

  @Override
  public Fields read(HttpResponse<InputStream> response, InputStream body)
      throws IOException, ToolFailure {
    var encoding = response.headers().firstValue("content-encoding").orElse("");
    var in = encoding.equalsIgnoreCase("gzip") ? new GZIPInputStream(body) : body;
    try {
      files.makeParent(target, CODE);
      files.confine(target, CODE);
      return write(in);
    } catch (FileSystemException e) {
      throw ToolFailure.error(
          CODE, "cannot write %s: %s".formatted(target, e.getClass().getSimpleName()));
    }
  }

  private Fields write(InputStream in) throws IOException, ToolFailure {
    var real = Files.exists(target) ? target.toRealPath() : target;
    var draft = real.resolveSibling("." + real.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      var digest = sha256();
      long bytes = copy(in, draft, digest);
      Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return Fields.builder()
          .put("path", target.toString())
          .put("bytes", bytes)
          .put("sha256", HexFormat.of().formatHex(digest.digest()))
          .build();
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private long copy(InputStream in, Path draft, MessageDigest digest)
      throws IOException, ToolFailure {
    long bytes = 0;
    try (var channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        bytes += read;
        if (bytes > bytesMax) {
          throw ToolFailure.error(
              CODE,
              "the answer is larger than %d bytes: nothing was kept (max_size allows more)"
                  .formatted(bytesMax));
        }
        digest.update(chunk, 0, read);
        write(channel, ByteBuffer.wrap(chunk, 0, read));
      }
      channel.force(true);
    }
    return bytes;
  }

  private void write(FileChannel channel, ByteBuffer rest) throws ToolFailure {
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw ToolFailure.error(
          CODE, "cannot write %s: %s".formatted(target, String.valueOf(e.getMessage())));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
