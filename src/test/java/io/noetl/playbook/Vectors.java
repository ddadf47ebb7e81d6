package io.noetl.playbook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The playbooks under `src/test/resources/playbooks`, each with what is expected of it beside it.
final class Vectors {
  private static final Path ROOT = Path.of("src/test/resources/playbooks");

  private Vectors() {}

  /// The names of the playbooks in a folder, without `.yaml`.
  static List<String> in(String folder) throws IOException {
    try (var files = Files.list(ROOT.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }

  static String read(String folder, String file) throws IOException {
    return Files.readString(ROOT.resolve(folder).resolve(file), StandardCharsets.UTF_8);
  }

  static PlaybookParser.Parsed parse(String folder, String name) throws IOException {
    return PlaybookParser.parse(name + ".yaml", read(folder, name + ".yaml"));
  }

  /// The playbook in `text`, which must be valid.
  static Playbook playbook(String text) {
    return switch (PlaybookParser.parse("test.yaml", text)) {
      case PlaybookParser.Valid(var playbook, _) -> playbook;
      case PlaybookParser.Invalid(var problems) ->
          throw new AssertionError("not valid: " + problems);
    };
  }

  /// The codes of the problems in `text`, in order.
  static List<String> codes(String text) {
    return PlaybookParser.parse("test.yaml", text).problems().stream().map(Problem::code).toList();
  }
}
