package io.noetl.tool.jdbc;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// Databases that are files of this machine: they lie where other files of steps do. Where these
/// must stay below a directory only SQLite is let, whose SQL can then reach no other file.
final class LocalFiles {
  private static final String CODE = "file";
  private static final String SQLITE = "jdbc:sqlite:";

  /// Nothing may be attached, which would open another file.
  private static final String ATTACHED = "limit_attached";

  private final FileRoot root;

  LocalFiles(FileRoot root) {
    this.root = root;
  }

  /// The same target with the file's whole path.
  Target settle(Target target) throws ToolFailure {
    if (!target.isEmbedded()) {
      return target;
    }
    if (target.dialect() != Dialect.SQLITE || !target.url().startsWith(SQLITE)) {
      if (root.isConfined()) {
        throw refused("%s works with files of this machine".formatted(target));
      }
      return target;
    }
    return sqlite(target);
  }

  private Target sqlite(Target target) throws ToolFailure {
    var parts = target.url().substring(SQLITE.length()).split("\\?", 2);
    var options = parts.length > 1 ? "?" + parts[1] : "";
    if (root.isConfined()) {
      requireTame(target, options);
    }
    boolean isNoFile = parts[0].isEmpty() || parts[0].startsWith(":");
    if (isNoFile || parts[0].startsWith("file:")) {
      return with(target, target.url());
    }
    return with(target, SQLITE + file(parts[0]) + options);
  }

  private void requireTame(Target target, String options) throws ToolFailure {
    var place = target.url().substring(SQLITE.length());
    if (place.startsWith("file:") || place.startsWith(":resource:") || !options.isEmpty()) {
      throw refused("%s is more than the path of a file".formatted(target));
    }
    for (var name : List.of("enable_load_extension", ATTACHED)) {
      if (target.properties().containsKey(name)) {
        throw refused("the property %s".formatted(name));
      }
    }
  }

  private Path file(String path) throws ToolFailure {
    var file = root.resolve(path, CODE);
    try {
      root.makeParent(file, CODE);
      root.confine(file, CODE);
    } catch (IOException e) {
      throw ToolFailure.error(CODE, "cannot use %s: %s".formatted(file, e));
    }
    return file;
  }

  private Target with(Target target, String url) {
    var properties = new LinkedHashMap<>(target.properties());
    if (root.isConfined()) {
      properties.put(ATTACHED, "0");
    }
    return new Target(
        url, target.driver(), target.user(), target.password(), properties, target.privateKey());
  }

  private static ToolFailure refused(String what) {
    return ToolFailure.invalid(
        CODE,
        what
            + ": on a system that others use, jdbc steps open jdbc:sqlite: with a plain path below"
            + " the directory for files, or databases behind a network");
  }
}
