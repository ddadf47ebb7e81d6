package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/// The methods of text, as Python's `str` has them.
final class TextMethods {
  static final Library ALL =
      Library.of(
          TextMethods::defineCases,
          TextMethods::defineParts,
          TextMethods::defineSearches,
          TextMethods::defineShapes,
          TextMethods::defineChecks,
          TimeFilters::defineMethods);

  private TextMethods() {}

  private static String self(Value of) {
    return of instanceof Text(var text) ? text : "";
  }

  private static void map(Library.Shelf shelf, String name, UnaryOperator<String> change) {
    shelf.fixed(
        name,
        "",
        (frame, of, _) -> {
          frame.grow(self(of).length());
          return Text.of(change.apply(self(of)));
        });
  }

  private static void defineCases(Library.Shelf shelf) {
    map(shelf, "upper", Strings::upper);
    map(shelf, "lower", Strings::lower);
    map(shelf, "casefold", text -> Strings.lower(Strings.upper(text)));
    map(shelf, "title", Strings::titled);
    map(shelf, "capitalize", Strings::capitalized);
    map(shelf, "swapcase", Strings::swapped);
  }

  private static void defineParts(Library.Shelf shelf) {
    strip(shelf, "strip", Strings.Ends.BOTH);
    strip(shelf, "lstrip", Strings.Ends.LEFT);
    strip(shelf, "rstrip", Strings.Ends.RIGHT);
    shelf
        .fixed("split", "sep? maxsplit?", TextMethods::split)
        .fixed("rsplit", "sep? maxsplit?", TextMethods::splitFromRight)
        .fixed("splitlines", "keepends?", TextMethods::lines)
        .fixed("partition", "sep", TextMethods::partition)
        .fixed("rpartition", "sep", TextMethods::partitionFromRight)
        .fixed("removeprefix", "prefix", TextMethods::withoutPrefix)
        .fixed("removesuffix", "suffix", TextMethods::withoutSuffix);
  }

  private static void strip(Library.Shelf shelf, String name, Strings.Ends ends) {
    shelf.fixed(
        name, "chars?", (_, of, args) -> Text.of(Strings.strip(self(of), args.text(0, ""), ends)));
  }

  private static void defineSearches(Library.Shelf shelf) {
    shelf
        .fixed("startswith", "prefix start? end?", (f, of, args) -> ends(f, of, args, true))
        .fixed("endswith", "suffix start? end?", (f, of, args) -> ends(f, of, args, false))
        .fixed("find", "sub start? end?", (f, of, args) -> find(f, of, args, true))
        .fixed("rfind", "sub start? end?", (f, of, args) -> find(f, of, args, false))
        .fixed("index", "sub start? end?", (f, of, args) -> found(f, find(f, of, args, true)))
        .fixed("rindex", "sub start? end?", (f, of, args) -> found(f, find(f, of, args, false)))
        .fixed("count", "sub start? end?", TextMethods::count)
        .fixed("replace", "old new count?", TextMethods::replace);
  }

  private static void defineShapes(Library.Shelf shelf) {
    shelf
        .fixed("join", "list", TextMethods::join)
        .fixed("zfill", "width", TextMethods::zeros)
        .fixed("expandtabs", "tabsize?", TextMethods::tabs)
        .open("format", (f, of, given) -> Text.of(BraceFormat.of(f, self(of), given)))
        .fixed(
            "format_map",
            "map",
            (f, of, args) -> Text.of(BraceFormat.of(f, self(of), mapped(f, args.value(0)))))
        .fixed("encode", "encoding?", TextMethods::encode);
    pad(shelf, "center", Strings.Align.CENTER);
    pad(shelf, "ljust", Strings.Align.LEFT);
    pad(shelf, "rjust", Strings.Align.RIGHT);
  }

  private static Given mapped(Frame frame, Value map) {
    var named = new LinkedHashMap<String, Value>();
    for (var entry : Sequences.entries(frame, map)) {
      named.put(Keys.text(entry.key()), entry.value());
    }
    return new Given(List.of(), named);
  }

  private static void pad(Library.Shelf shelf, String name, Strings.Align align) {
    shelf.fixed(
        name,
        "width fill?",
        (f, of, args) ->
            Text.of(Strings.padded(f, self(of), args.whole(0, 0), args.text(1, " "), align)));
  }

  private static void defineChecks(Library.Shelf shelf) {
    check(shelf, "isdigit", Character::isDigit);
    check(shelf, "isdecimal", Character::isDigit);
    check(shelf, "isnumeric", code -> Character.isDigit(code) || isNumberLike(code));
    check(shelf, "isalpha", Character::isLetter);
    check(shelf, "isalnum", code -> Character.isLetterOrDigit(code) || isNumberLike(code));
    check(shelf, "isspace", Strings::isSpace);
    shelf
        .fixed("isascii", "", (_, of, _) -> Bool.of(self(of).chars().allMatch(c -> c < 128)))
        .fixed("isupper", "", (_, of, _) -> Bool.of(isAll(self(of), Character::isUpperCase)))
        .fixed("islower", "", (_, of, _) -> Bool.of(isAll(self(of), Character::isLowerCase)))
        .fixed(
            "istitle",
            "",
            (_, of, _) -> Bool.of(isCased(self(of)) && Strings.titled(self(of)).equals(self(of))))
        .fixed("isidentifier", "", (_, of, _) -> Bool.of(isIdentifier(self(of))));
  }

  private static boolean isNumberLike(int code) {
    int type = Character.getType(code);
    return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
  }

  private static void check(Library.Shelf shelf, String name, IntPredicate holds) {
    shelf.fixed(
        name,
        "",
        (_, of, _) -> Bool.of(!self(of).isEmpty() && self(of).codePoints().allMatch(holds)));
  }

  static boolean isAll(String text, IntPredicate cased) {
    return isCased(text)
        && text.codePoints()
            .allMatch(
                code ->
                    cased.test(code)
                        || !(Character.isUpperCase(code) || Character.isLowerCase(code)));
  }

  private static boolean isCased(String text) {
    return text.codePoints()
        .anyMatch(code -> Character.isUpperCase(code) || Character.isLowerCase(code));
  }

  private static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && (text.startsWith("_") || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
        && text.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }

  static Value split(Frame frame, Value of, Args args) {
    frame.step(1 + self(of).length() / 4);
    int limit = args.whole(1, -1);
    return new Items(
        args.has(0)
            ? Strings.split(self(of), separator(frame, of, args), limit)
            : Strings.words(self(of), limit));
  }

  private static String separator(Frame frame, Value of, Args args) {
    var separator = args.text(0);
    if (separator.isEmpty()) {
      throw frame.error("expected a separator that is not empty");
    }
    Chars.paySearch(frame, self(of), separator);
    return separator;
  }

  private static Value splitFromRight(Frame frame, Value of, Args args) {
    frame.step(1 + self(of).length() / 4);
    int limit = args.whole(1, -1);
    return new Items(
        args.has(0)
            ? Strings.splitFromRight(self(of), separator(frame, of, args), limit)
            : Strings.wordsFromRight(self(of), limit));
  }

  private static Value lines(Frame frame, Value of, Args args) {
    frame.step(1 + self(of).length() / 4);
    List<Value> lines = new ArrayList<>();
    Strings.lines(self(of), args.truth(0, false)).forEach(line -> lines.add(Text.of(line)));
    return new Items(lines);
  }

  private static Value partition(Frame frame, Value of, Args args) {
    var separator = separator(frame, of, args);
    int at = self(of).indexOf(separator);
    return at < 0 ? Row.of(of, Text.EMPTY, Text.EMPTY) : parts(self(of), at, separator);
  }

  private static Value partitionFromRight(Frame frame, Value of, Args args) {
    var separator = separator(frame, of, args);
    int at = self(of).lastIndexOf(separator);
    return at < 0 ? Row.of(Text.EMPTY, Text.EMPTY, of) : parts(self(of), at, separator);
  }

  private static Row parts(String text, int at, String separator) {
    return Row.of(
        Text.of(text.substring(0, at)),
        Text.of(separator),
        Text.of(text.substring(at + separator.length())));
  }

  private static Value withoutPrefix(Frame frame, Value of, Args args) {
    var prefix = args.text(0);
    return self(of).startsWith(prefix) ? Text.of(self(of).substring(prefix.length())) : of;
  }

  private static Value withoutSuffix(Frame frame, Value of, Args args) {
    var suffix = args.text(0);
    return self(of).endsWith(suffix)
        ? Text.of(self(of).substring(0, self(of).length() - suffix.length()))
        : of;
  }

  /// The part of the text that `start` and `end`, the second and third argument, leave.
  private static String part(Frame frame, Value of, Args args) {
    if (!args.has(1) && !args.has(2)) {
      return self(of);
    }
    var none = Null.NULL;
    var from = args.value(1, none);
    return self(Access.slice(frame, of, from, args.value(2, none), none));
  }

  private static Value ends(Frame frame, Value of, Args args, boolean start) {
    var text = part(frame, of, args);
    var affixes =
        args.value(0) instanceof Text ? List.of(args.value(0)) : Sequences.of(frame, args.value(0));
    for (var affix : affixes) {
      var part = Printing.text(frame, affix);
      if (start ? text.startsWith(part) : text.endsWith(part)) {
        return Bool.TRUE;
      }
    }
    return Bool.FALSE;
  }

  private static Value find(Frame frame, Value of, Args args, boolean first) {
    var text = part(frame, of, args);
    var part = wanted(frame, args);
    Chars.paySearch(frame, text, part);
    int at = Chars.counted(text, first ? text.indexOf(part) : text.lastIndexOf(part));
    return Num.of(at < 0 ? -1 : at + skipped(of, args));
  }

  private static String wanted(Frame frame, Args args) {
    if (args.value(0) instanceof Text(var text)) {
      return text;
    }
    throw Operands.unfit(frame, "a text to look for", args.value(0));
  }

  private static int skipped(Value of, Args args) {
    int start = args.whole(1, 0);
    int length = Chars.length(self(of));
    return Math.clamp(start < 0 ? (long) start + length : start, 0, length);
  }

  private static Value found(Frame frame, Value index) {
    if (index instanceof Num.Int(var number) && number < 0) {
      throw frame.error("the text does not contain this part", "`.find()` gives -1 instead");
    }
    return index;
  }

  private static Value count(Frame frame, Value of, Args args) {
    var text = part(frame, of, args);
    var part = wanted(frame, args);
    Chars.paySearch(frame, text, part);
    return Num.of(Strings.count(text, part));
  }

  private static Value replace(Frame frame, Value of, Args args) {
    return Text.of(
        Strings.replaced(frame, self(of), args.text(0), args.text(1), args.whole(2, -1)));
  }

  private static Value join(Frame frame, Value of, Args args) {
    var out = new StringBuilder();
    var separator = "";
    for (var each : Sequences.of(frame, args.value(0))) {
      if (!(Native.bare(each) instanceof Text(var text))) {
        throw Operands.unfit(frame, "texts to join (put them through `map('string')`)", each);
      }
      frame.grow(separator.length() + (long) text.length());
      out.append(separator).append(text);
      separator = self(of);
    }
    return Text.of(out.toString());
  }

  private static Value zeros(Frame frame, Value of, Args args) {
    var text = self(of);
    boolean signed = text.startsWith("-") || text.startsWith("+");
    int missing = args.whole(0, 0) - Chars.length(text);
    return missing <= 0
        ? of
        : Text.of(
            (signed ? text.substring(0, 1) : "")
                + Arithmetic.repeat(frame, "0", missing)
                + (signed ? text.substring(1) : text));
  }

  private static Value tabs(Frame frame, Value of, Args args) {
    int size = Math.clamp(args.whole(0, 8), 0, 1000);
    var out = new StringBuilder();
    int column = 0;
    for (char c : self(of).toCharArray()) {
      if (c == '\t') {
        int spaces = size == 0 ? 0 : size - column % size;
        out.append(Arithmetic.repeat(frame, " ", spaces));
        column += spaces;
      } else {
        out.append(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return Text.of(out.toString());
  }

  private static Value encode(Frame frame, Value of, Args args) {
    frame.grow(self(of).length());
    return new Bytes(self(of).getBytes(Bytes.charset(frame, args.text(0, "utf-8"))));
  }
}
