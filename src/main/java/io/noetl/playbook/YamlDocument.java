package io.noetl.playbook;

import io.noetl.value.Value;

/// Reads YAML (or JSON) that is no playbook, such as a credential's file. It may hold secrets, so
/// what is wrong with it is told by its place alone.
public final class YamlDocument {
  /// A short document; also the longest line that can be read quickly.
  public static final int TEXT_MAX = PlaybookParser.LINE_MAX;

  private YamlDocument() {}

  /// What came of the text.
  public sealed interface Read {}

  /// The data that it holds.
  public record Data(Value value) implements Read {}

  /// It is no YAML, or not one document.
  public record Unreadable(Place place) implements Read {}

  /// Reads `text`; `file` is what the place calls it.
  public static Read read(String file, String text) {
    var source = new Source(file, text);
    var problems = new Problems(source);
    if (text.length() > TEXT_MAX) {
      return new Unreadable(new Place(file, 1, 1));
    }
    var root = YamlReader.read(problems);
    return root.isPresent() && !problems.hasErrors()
        ? new Data(root.get().value())
        : new Unreadable(problems.sorted().getFirst().place());
  }
}
