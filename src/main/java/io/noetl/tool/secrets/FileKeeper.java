package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/// `provider: file`: a file below the directory in which Docker and Kubernetes mount secrets.
final class FileKeeper implements Keeper {
  static final String DIRECTORY = "NOETL_SECRETS_DIR";
  private static final String DIRECTORY_DEFAULT = "/run/secrets";

  /// What Kubernetes and Docker allow a secret.
  private static final int BYTES_MAX = 1 << 20;

  private final Path root;

  FileKeeper(Setting setting) {
    var given = setting.first(DIRECTORY);
    root = Path.of(given.isEmpty() ? DIRECTORY_DEFAULT : given).toAbsolutePath().normalize();
  }

  @Override
  public Secret read(Wanted wanted) throws ToolFailure {
    var file = file(wanted.name());
    if (!Files.isRegularFile(file)) {
      throw Refused.invalid(
          "there is no secret '%s' in %s, the directory that %s names where the worker runs"
              .formatted(wanted.name(), root, DIRECTORY));
    }
    try {
      // Kubernetes mounts links; they must stay within.
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        throw Refused.invalid("the secret '%s' leads out of %s".formatted(wanted.name(), root));
      }
      try (var in = Files.newInputStream(file)) {
        var bytes = in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
          throw Refused.invalid("the secret '%s' is larger than 1 MiB".formatted(wanted.name()));
        }
        return new Secret(withoutLineEnd(Bytes.text(bytes)), "");
      }
    } catch (IOException e) {
      throw Refused.invalid(
          "the secret '%s' in %s cannot be read: %s"
              .formatted(wanted.name(), root, e.getClass().getSimpleName()));
    }
  }

  private Path file(String name) throws ToolFailure {
    boolean isOdd =
        name.startsWith("/")
            || Arrays.stream(name.split("[/\\\\]", -1))
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    try {
      var file = root.resolve(name).normalize();
      if (!isOdd && file.startsWith(root)) {
        return file;
      }
    } catch (InvalidPathException _) {
      // It is no name of a secret either.
    }
    throw Refused.invalid(
        "'%s' is no name of a secret: it names a file below %s".formatted(name, root));
  }

  /// Editors and `echo` end a file with a line end, which is no part of the secret.
  private static String withoutLineEnd(String text) {
    return text.endsWith("\r\n")
        ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
