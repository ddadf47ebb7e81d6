package io.noetl.playbook;

import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Spot;
import java.util.List;
import java.util.Optional;

/// Reads playbooks: YAML text of any of the language's spellings becomes one [Playbook], or a list
/// of all that is wrong with it.
public final class PlaybookParser {
  /// The longest text that is looked at, in characters; room for 10,000 steps.
  public static final int TEXT_MAX = 4 << 20;

  /// The longest line: what the YAML library does with one grows with its square.
  static final int LINE_MAX = 1 << 18;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private PlaybookParser() {}

  /// What came of the text.
  public sealed interface Parsed {

    /// All problems, in the order of their places; only warnings if it is valid.
    List<Problem> problems();
  }

  /// A playbook that can be registered and run.
  public record Valid(Playbook playbook, List<Problem> warnings) implements Parsed {
    public Valid {
      warnings = List.copyOf(warnings);
    }

    @Override
    public List<Problem> problems() {
      return warnings;
    }
  }

  /// A text with at least one error.
  public record Invalid(List<Problem> problems) implements Parsed {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /// Reads `text`; `file` is what problems call it.
  public static Parsed parse(String file, String text) {
    var source = new Source(file, unmarked(text));
    var problems = new Problems(source);
    var playbook = read(source, problems);
    var sorted = problems.sorted();
    return problems.hasErrors() || playbook.isEmpty()
        ? new Invalid(sorted)
        : new Valid(playbook.get(), sorted);
  }

  /// The text without a byte order mark; places do not count it.
  static String unmarked(String text) {
    boolean isMarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return isMarked ? text.substring(1) : text;
  }

  private static Optional<Playbook> read(Source source, Problems problems) {
    if (source.text().length() > TEXT_MAX) {
      var message =
          "a playbook can have %d characters, this one has %d"
              .formatted(TEXT_MAX, source.text().length());
      problems.error(new Spot(1, 1), "too-long", message, "keep data in a file of its own");
      return Optional.empty();
    }
    int line = tooLongLine(source.text());
    if (line > 0) {
      var message = "a line can have %d characters, this one has more".formatted(LINE_MAX);
      problems.error(new Spot(line, 1), "too-long", message, "break it into several lines");
      return Optional.empty();
    }
    var root = YamlReader.read(problems);
    if (root.isPresent() && !(root.get() instanceof Mapping)) {
      var message = "a playbook must be a map, this is a " + root.get().kind();
      problems.error(
          root.get().spot(), "not-a-playbook", message, "begin with apiVersion: noetl.io/v1");
    }
    return root.filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .flatMap(map -> new PlaybookReader(problems).read(map));
  }

  /// The number of the first line that is too long, or 0.
  private static int tooLongLine(String text) {
    int line = 1;
    int start = 0;
    while (start < text.length()) {
      int next = text.indexOf('\n', start);
      int end = next < 0 ? text.length() : next;
      if (end - start > LINE_MAX) {
        return line;
      }
      start = end + 1;
      line++;
    }
    return 0;
  }
}
