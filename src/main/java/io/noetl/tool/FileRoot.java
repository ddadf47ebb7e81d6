package io.noetl.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where the steps of a process find and write files: relative paths begin at `path`, and on a
/// system that others use nothing beyond it can be reached. One value for all tools and savers.
public record FileRoot(Path path, Reach reach) {

  /// Which files may be used.
  public enum Reach {
    /// Any.
    ANYWHERE,
    /// Only those below the root.
    BELOW_ROOT
  }

  public FileRoot {
    path = path.toAbsolutePath().normalize();
  }

  /// Any file; relative paths begin where the process was started.
  public static FileRoot anywhere() {
    return new FileRoot(Path.of(""), Reach.ANYWHERE);
  }

  public boolean isConfined() {
    return reach == Reach.BELOW_ROOT;
  }

  /// The file that an author's `text` names; a failure has the code `code`.
  public Path resolve(String text, String code) throws ToolFailure {
    try {
      var file = path.resolve(text).normalize();
      if (isConfined() && !file.startsWith(path)) {
        throw outside(file, code);
      }
      return file;
    } catch (InvalidPathException e) {
      throw ToolFailure.invalid(code, "'%s' is not a path: %s".formatted(text, e.getReason()));
    }
  }

  /// Refuses a resolved file that links lead out of the root. Its directory must be there.
  public void confine(Path file, String code) throws IOException, ToolFailure {
    if (isConfined()) {
      var real = Files.exists(file) ? file.toRealPath() : parent(file).toRealPath();
      if (!real.startsWith(path.toRealPath())) {
        throw outside(file, code);
      }
    }
  }

  /// Makes the directory of a resolved file, wherever below the root that is.
  public void makeParent(Path file, String code) throws IOException, ToolFailure {
    if (isConfined()) {
      Files.createDirectories(path);
      // The nearest directory that is there decides: a link in the midst could lead out of the
      // root.
      var nearest = parent(file);
      while (!Files.exists(nearest)) {
        nearest = parent(nearest);
      }
      if (!nearest.toRealPath().startsWith(path.toRealPath())) {
        throw outside(file, code);
      }
    }
    Files.createDirectories(parent(file));
  }

  private static Path parent(Path file) {
    var parent = file.getParent();
    return parent == null ? file : parent;
  }

  private ToolFailure outside(Path file, String code) {
    return ToolFailure.invalid(
        code,
        "%s is not below %s, the only place for files here (the operator sets it by NOETL_FILES)"
            .formatted(file, path));
  }
}
