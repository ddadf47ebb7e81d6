package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Every character of a scalar leads back to where it stands in the file, however it is written.
class PlacesTest {
  private static final String[] WORDS = {"one", "two", "x", "é", "日本", "{{ a }}", "A1"};

  @Test
  void aMarkInAScalarIsFoundInTheFile() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 4000; round++) {
      var text = document(random);
      var source = new Source("f", text);
      var root = YamlReader.read(new Problems(source));
      assertThat(root).as(text).isPresent();
      for (var scalar : scalars(root.get())) {
        int offset = scalar.text().indexOf('@');
        if (offset >= 0) {
          var place = source.place(scalar, offset);
          var line = source.line(place.line());
          int at = line.offsetByCodePoints(0, place.column() - 1);
          assertThat(line.substring(at)).as("in\n" + text).startsWith("@");
        }
      }
    }
  }

  private static List<Scalar> scalars(Written tree) {
    List<Scalar> found = new ArrayList<>();
    switch (tree) {
      case Scalar scalar -> found.add(scalar);
      case Sequence(_, var items) -> items.forEach(item -> found.addAll(scalars(item)));
      case Mapping(_, var entries) -> entries.forEach(it -> found.addAll(scalars(it.value())));
    }
    return found;
  }

  private static String document(SplittableRandom random) {
    var indent = random.nextInt(3) == 0 ? "    " : "  ";
    var breaks = random.nextInt(4) == 0 ? "\r\n" : "\n";
    var body =
        switch (random.nextInt(5)) {
          case 0 -> lines(random, indent, true);
          case 1 -> "'" + lines(random, indent, true).replace("x", "it''s") + "'";
          case 2 -> "\"" + escaped(random, lines(random, indent, true), indent) + "\"";
          case 3 -> "|" + header(random) + "\n" + indent + block(random, indent);
          default -> ">" + header(random) + "\n" + indent + block(random, indent);
        };
    return "a:\n  - first\nb: %s\nc: last\n".formatted(body).replace("\n", breaks);
  }

  private static String header(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> "-";
      default -> "+ # a comment";
    };
  }

  private static String block(SplittableRandom random, String indent) {
    var text = lines(random, indent, false);
    return random.nextInt(2) == 0
        ? text
        : text.replace("\n" + indent + "one", "\n" + indent + "  one");
  }

  /// Words with one `@` among them, over one or more lines, some of them empty.
  private static String lines(SplittableRandom random, String indent, boolean isFlow) {
    int count = 1 + random.nextInt(8);
    int marked = random.nextInt(count);
    var out = new StringBuilder("w");
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(5)) {
        case 0 -> out.append('\n').append(indent);
        case 1 -> out.append("\n\n").append(indent);
        case 2 -> out.append(isFlow ? "  \n\n\n" : "\n\n\n").append(indent);
        default -> out.append(' ');
      }
      out.append(WORDS[random.nextInt(WORDS.length)]);
      out.append(i == marked ? "@" : "");
    }
    return out.toString();
  }

  private static String escaped(SplittableRandom random, String text, String indent) {
    return text.replace("one", "\\\"one\\u00e9\\x41\\t")
        .replace("two", random.nextInt(2) == 0 ? "two \\\n" + indent : "\\U0001F600two");
  }
}
