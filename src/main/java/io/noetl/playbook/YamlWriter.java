package io.noetl.playbook;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes data as YAML that reads back as the same data: maps and lists as blocks, texts of several
/// lines as they are, any other text in quotes unless nobody could take it for something else.
final class YamlWriter {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/][A-Za-z0-9_./ -]*(?<! )|\\d+(ms|s|m|h|d|KB|MB|GB)");

  /// What YAML takes for the end of a line, or leaves out, though JSON does not.
  private static final Pattern STRANGE = Pattern.compile("[\u007f-\u00a0\u2028\u2029\ufeff]");

  /// Words that some version of YAML reads as a truth value or as nothing.
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  /// What fits on one line is written there.
  private static final int LINE_MAX = 80;

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  static String of(Fields document) {
    var writer = new YamlWriter();
    writer.entries(document, 0);
    return writer.out.toString();
  }

  private void entries(Fields fields, int indent) {
    fields.forEach(
        (name, value) -> {
          out.append(" ".repeat(indent)).append(text(name)).append(':');
          below(value, indent);
        });
  }

  /// The value of a key: on its line, or on those below it.
  private void below(Value value, int indent) {
    switch (value) {
      case Fields fields when !fields.isEmpty() && !fits(fields, indent) -> {
        out.append('\n');
        entries(fields, indent + 2);
      }
      case Items(var list)
          when !list.isEmpty() && (isTop(list, indent) || !fits(value, indent)) -> {
        out.append('\n');
        items(list, indent + 2);
      }
      case Text(var text) when isBlock(text) -> block(text, indent + 2);
      default -> out.append(' ').append(inline(value)).append('\n');
    }
  }

  private static boolean isTop(List<Value> list, int indent) {
    return indent == 0 && list.getFirst() instanceof Fields;
  }

  private void items(List<Value> list, int indent) {
    for (var item : list) {
      int start = out.length();
      out.append(" ".repeat(indent)).append('-');
      // Steps and entries of the workbook never share a line.
      boolean isLong = indent == 2 || !fits(item, indent);
      if (item instanceof Fields fields && !fields.isEmpty() && isLong) {
        entries(fields, indent + 2);
        // The first key stands behind the dash.
        out.delete(start + indent + 1, start + indent + 2 + indent + 1);
        out.insert(start + indent + 1, ' ');
      } else {
        below(item, indent);
      }
    }
  }

  private boolean fits(Value value, int indent) {
    return !holdsBlock(value) && indent + inline(value).length() <= LINE_MAX && isFlat(value);
  }

  /// Whether its maps and lists hold no others, but for the last.
  private static boolean isFlat(Value value) {
    return switch (value) {
      case Fields fields -> fields.asMap().values().stream().allMatch(YamlWriter::isSimple);
      case Items(var list) -> list.stream().allMatch(YamlWriter::isSimple);
      default -> true;
    };
  }

  private static boolean isSimple(Value value) {
    return switch (value) {
      case Fields fields -> fields.isEmpty();
      case Items(var list) -> list.stream().noneMatch(each -> each instanceof Fields);
      default -> true;
    };
  }

  private static boolean holdsBlock(Value value) {
    return switch (value) {
      case Text(var text) -> isBlock(text);
      case Fields fields -> fields.asMap().values().stream().anyMatch(YamlWriter::holdsBlock);
      case Items(var list) -> list.stream().anyMatch(YamlWriter::holdsBlock);
      default -> false;
    };
  }

  private static String inline(Value value) {
    return switch (value) {
      case Text(var text) -> text(text);
      case Fields fields -> {
        var parts = new java.util.ArrayList<String>();
        fields.forEach((name, each) -> parts.add(text(name) + ": " + inline(each)));
        yield "{" + String.join(", ", parts) + "}";
      }
      case Items(var list) ->
          "[" + String.join(", ", list.stream().map(YamlWriter::inline).toList()) + "]";
      case Num.Real(var real) when Double.isNaN(real) -> ".nan";
      case Num.Real(var real) when Double.isInfinite(real) -> real > 0 ? ".inf" : "-.inf";
      default -> Json.write(value);
    };
  }

  private static String text(String text) {
    boolean isPlain =
        PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return isPlain ? text : quoted(text);
  }

  private static String quoted(String text) {
    return STRANGE
        .matcher(Json.write(Text.of(text)))
        .replaceAll(strange -> "\\\\u%04x".formatted((int) strange.group().charAt(0)));
  }

  /// Whether it can stand as lines of their own: what is left would change on the way.
  private static boolean isBlock(String text) {
    return text.indexOf('\n') >= 0
        && !text.isBlank()
        && !text.startsWith("\n")
        && !text.startsWith(" ")
        && text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f || isLetter(c));
  }

  private static boolean isLetter(int c) {
    return c > 0xa0 && Character.isLetterOrDigit(c);
  }

  private void block(String text, int indent) {
    var body = text.stripTrailing();
    int ends = 0;
    for (int i = text.length() - 1; text.charAt(i) == '\n'; i--) {
      ends++;
    }
    boolean isWhole = body.length() + ends == text.length();
    if (!isWhole) {
      out.append(' ').append(quoted(text)).append('\n');
      return;
    }
    out.append(ends == 0 ? " |-" : ends == 1 ? " |" : " |+").append('\n');
    for (var line : body.split("\n", -1)) {
      out.append(line.isEmpty() ? "" : " ".repeat(indent) + line).append('\n');
    }
    out.append("\n".repeat(Math.max(0, ends - 1)));
  }
}
