package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Filters that make text of text. A value of another kind counts as its text.
final class TextFilters {
  private static final Pattern WORD = Pattern.compile("\\w++", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TITLE_BREAK =
      Pattern.compile("[-\\s({\\[<]++", Pattern.UNICODE_CHARACTER_CLASS);

  private TextFilters() {}

  static void define(Library.Shelf shelf) {
    map(shelf, "upper", Strings::upper);
    map(shelf, "lower", Strings::lower);
    map(shelf, "capitalize", Strings::capitalized);
    map(shelf, "title", TextFilters::titled);
    shelf
        .fixed("string", "", (f, of, _) -> Text.of(Printing.text(f, of)))
        .fixed("trim", "chars?", TextFilters::trim)
        .fixed("replace", "old new count?", TextFilters::replace)
        .fixed("truncate", "length? killwords? end? leeway?", TextFilters::truncate)
        .fixed("center", "width?", TextFilters::center)
        .fixed("indent", "width? first? blank?", TextFilters::indent)
        .fixed("wordcount", "", TextFilters::wordCount)
        .fixed(
            "wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", TextFilters::wrap)
        .fixed("split", "sep? maxsplit?", TextFilters::split)
        .fixed("basename", "", TextFilters::baseName)
        .fixed("dirname", "", TextFilters::directory)
        .fixed("quote", "", TextFilters::quote)
        .open("format", TextFilters::format);
  }

  private static void map(Library.Shelf shelf, String name, UnaryOperator<String> change) {
    shelf.fixed(
        name,
        "",
        (frame, of, _) -> {
          var text = Printing.text(frame, of);
          frame.grow(text.length());
          return Text.of(change.apply(text));
        });
  }

  private static String titled(String text) {
    var out = new StringBuilder(text.length());
    var breaks = TITLE_BREAK.matcher(text);
    int at = 0;
    while (breaks.find()) {
      out.append(Strings.capitalized(text.substring(at, breaks.start()))).append(breaks.group());
      at = breaks.end();
    }
    return out.append(Strings.capitalized(text.substring(at))).toString();
  }

  private static Value trim(Frame frame, Value of, Args args) {
    return Text.of(Strings.strip(Printing.text(frame, of), args.text(0, ""), Strings.Ends.BOTH));
  }

  private static Value replace(Frame frame, Value of, Args args) {
    return Text.of(
        Strings.replaced(
            frame, Printing.text(frame, of), args.text(0), args.text(1), args.whole(2, -1)));
  }

  private static Value truncate(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    int length = args.whole(0, 255);
    var end = args.text(2, "...");
    int kept = length - Chars.length(end);
    if (kept < 0) {
      throw frame.error(
          "expected a length of at least %d, found %d".formatted(Chars.length(end), length));
    }
    if (Chars.length(text) <= (long) length + args.whole(3, 5)) {
      return Text.of(text);
    }
    var cut = Chars.cut(text, 0, kept);
    int space = args.truth(1, false) ? -1 : cut.lastIndexOf(' ');
    return Text.of((space < 0 ? cut : cut.substring(0, space)) + end);
  }

  private static Value center(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    return Text.of(Strings.padded(frame, text, args.whole(0, 80), " ", Strings.Align.CENTER));
  }

  private static Value indent(Frame frame, Value of, Args args) {
    var space =
        args.isGiven(0) && args.value(0) instanceof Text(var text)
            ? text
            : Arithmetic.repeat(frame, " ", Math.max(0, args.whole(0, 4)));
    boolean blank = args.truth(2, false);
    var out = new StringBuilder(args.truth(1, false) ? space : "");
    var separator = "";
    var lines = Strings.lines(Printing.text(frame, of) + "\n", false);
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      boolean indented = i > 0 && (blank || !line.isEmpty());
      frame.grow(1L + line.length() + (indented ? space.length() : 0));
      out.append(separator).append(indented ? space : "").append(line);
      separator = "\n";
    }
    return Text.of(out.toString());
  }

  private static Value wordCount(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    frame.step(1 + text.length() / 8);
    return Num.of(WORD.matcher(text).results().count());
  }

  private static Value wrap(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    int width = args.whole(0, 79);
    if (width < 1) {
      throw frame.error("expected a width of at least 1, found %d".formatted(width));
    }
    var separator = args.text(2, "\n");
    frame.step(1 + text.length());
    frame.grow((long) text.length() * (1 + separator.length() / width));
    List<String> lines = new ArrayList<>();
    var wrapping = new Wrapping(width, args.truth(1, true), args.truth(3, true));
    Strings.lines(text, false)
        .forEach(line -> lines.add(String.join(separator, wrapping.lines(frame, line))));
    return Text.of(String.join(separator, lines));
  }

  private static Value split(Frame frame, Value of, Args args) {
    return TextMethods.split(frame, Text.of(Printing.text(frame, of)), args);
  }

  private static Value baseName(Frame frame, Value of, Args args) {
    var path = Printing.text(frame, of);
    return Text.of(path.substring(path.lastIndexOf('/') + 1));
  }

  private static Value directory(Frame frame, Value of, Args args) {
    var path = Printing.text(frame, of);
    int slash = path.lastIndexOf('/');
    return Text.of(slash == 0 ? "/" : slash < 0 ? "" : path.substring(0, slash));
  }

  /// As one word of a shell command.
  private static Value quote(Frame frame, Value of, Args args) {
    var text = Printing.text(frame, of);
    if (!text.isEmpty() && text.chars().allMatch(TextFilters::isPlainInShell)) {
      return Text.of(text);
    }
    return Text.of("'" + Strings.replaced(frame, text, "'", "'\"'\"'", -1) + "'");
  }

  private static boolean isPlainInShell(int code) {
    return code < 128 && (Character.isLetterOrDigit(code) || "@%+=:,./-_".indexOf(code) >= 0);
  }

  private static Value format(Frame frame, Value of, Given given) {
    if (!given.positional().isEmpty() && !given.named().isEmpty()) {
      throw frame.error("`format` takes values with names or without, not both");
    }
    var values =
        given.named().isEmpty() ? new Row(given.positional()) : Fields.copyOf(given.named());
    return Text.of(PercentFormat.of(frame, Printing.text(frame, of), values));
  }

  /// The separator and the attribute of `join`.
  static Value join(Frame frame, Value of, Args args) {
    var separator = args.text(0, "");
    var getter = Getter.of(frame, args.value(1, Null.NULL), Access.ABSENT);
    var out = new StringBuilder();
    boolean first = true;
    for (var each : Sequences.of(frame, of)) {
      frame.step(1);
      frame.grow(separator.length());
      out.append(first ? "" : separator);
      first = false;
      var value = getter.get(each);
      Printing.print(frame, value instanceof Undefined ? Text.EMPTY : value, out);
    }
    return Text.of(out.toString());
  }

  static Items texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::of).toList());
  }
}
