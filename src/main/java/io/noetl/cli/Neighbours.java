package io.noetl.cli;

import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Invalid;
import io.noetl.playbook.PlaybookParser.Valid;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The playbooks in the files of a directory and below, by their paths. Looks only when asked, and
/// once for each path.
final class Neighbours {
  private final Path directory;
  private final Map<String, Optional<Neighbour>> known = new ConcurrentHashMap<>();

  /// A file whose playbook has the wanted path; its text may be invalid.
  record Neighbour(Path file, String text, PlaybookParser.Parsed parsed) {}

  Neighbours(Path directory) {
    this.directory = directory;
  }

  Optional<Neighbour> find(String path) {
    return known.computeIfAbsent(path, this::look);
  }

  private Optional<Neighbour> look(String path) {
    return files().stream().flatMap(file -> at(file, path).stream()).findFirst();
  }

  private List<Path> files() {
    try {
      return PlaybookFiles.below(directory);
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }

  private static Optional<Neighbour> at(Path file, String path) {
    String text;
    try {
      text = TextFiles.read(file);
    } catch (UncheckedIOException | CommandError e) {
      return Optional.empty();
    }
    // Parsing is the dear part: most files do not even mention the path.
    if (!text.contains(path)) {
      return Optional.empty();
    }
    var parsed = PlaybookParser.parse(file.toString(), text);
    boolean isIt =
        switch (parsed) {
          case Valid(var playbook, _) -> playbook.path().equals(path);
          case Invalid _ -> text.lines().anyMatch(line -> names(line, path));
        };
    return isIt ? Optional.of(new Neighbour(file, text, parsed)) : Optional.empty();
  }

  /// Whether the line reads `path: <path>`; enough for a text that cannot be parsed.
  private static boolean names(String line, String path) {
    var plain = line.strip().replace("\"", "").replace("'", "");
    return plain.startsWith("path:") && plain.substring("path:".length()).strip().equals(path);
  }
}
