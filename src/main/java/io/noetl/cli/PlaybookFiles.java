package io.noetl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the YAML files below a directory. What is hidden or made by a build is passed over.
final class PlaybookFiles {
  /// Someone may start in `/`; more files than this are not looked at.
  private static final int FILES_MAX = 5_000;

  private static final int ENTRIES_MAX = 50_000;
  private static final int DEPTH_MAX = 12;
  private static final long BYTES_MAX = 4L << 20;
  private static final Set<String> PASSED_OVER = Set.of("node_modules", "target", "__pycache__");

  private PlaybookFiles() {}

  /// In the order of their names.
  static List<Path> below(Path directory) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          directory, Set.<FileVisitOption>of(), DEPTH_MAX, new Walk(directory, found));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(directory), e);
    }
    found.sort(null);
    return found;
  }

  /// Whether a YAML file that was found by chance looks like a playbook.
  static boolean isPlaybook(String text) {
    return text.contains("noetl.io/") || text.contains("kind: Playbook");
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Path> found;
    private int entries;

    Walk(Path root, List<Path> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      var name = name(directory);
      boolean isPassedOver = name.startsWith(".") || PASSED_OVER.contains(name);
      return isPassedOver && !directory.equals(root)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      var name = name(file).toLowerCase(Locale.ROOT);
      boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
      if (isYaml && !name.startsWith(".") && attributes.size() <= BYTES_MAX) {
        found.add(file);
      }
      return ++entries < ENTRIES_MAX && found.size() < FILES_MAX
          ? FileVisitResult.CONTINUE
          : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(root)) {
        throw e;
      }
      return FileVisitResult.CONTINUE;
    }

    private static String name(Path path) {
      var name = path.getFileName();
      return name == null ? "" : name.toString();
    }
  }
}
