package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Filters with regular expressions, written as in Python. Each look at a character counts as work,
/// so a pattern that backtracks without end is stopped.
final class RegexFilters {
  private static final int PATTERN_MAX = 10_000;

  private RegexFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .fixed("regex_match", "pattern ignorecase? multiline?", RegexFilters::matches)
        .fixed("regex_search", "pattern group? ignorecase? multiline?", RegexFilters::search)
        .fixed(
            "regex_replace",
            "pattern replacement? count? ignorecase? multiline?",
            RegexFilters::replace)
        .fixed("regex_findall", "pattern ignorecase? multiline?", RegexFilters::findAll)
        .fixed("regex_split", "pattern ignorecase? multiline?", RegexFilters::split)
        .fixed("regex_escape", "", (f, of, _) -> Text.of(escaped(Printing.text(f, of))));
  }

  /// Runs `use` over a matcher for the pattern, the first argument; its flags begin at `flags`.
  private static Value with(
      Frame frame, Value of, Args args, int flags, Function<Matcher, Value> use) {
    if (of instanceof Undefined undefined) {
      throw frame.undefined(undefined);
    }
    var source = args.text(0);
    if (source.length() > PATTERN_MAX) {
      throw frame.error("expected a pattern of at most %d characters".formatted(PATTERN_MAX));
    }
    int options =
        (args.truth(flags, false) ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0)
            | (args.truth(flags + 1, false) ? Pattern.MULTILINE : 0);
    try {
      var text = Printing.text(frame, of);
      pay(frame, source, text);
      var pattern = Pattern.compile(inJava(source), options | Pattern.UNICODE_CHARACTER_CLASS);
      return use.apply(pattern.matcher(new PaidText(frame, text)));
    } catch (PatternSyntaxException e) {
      throw frame.error("`%s` is no pattern: %s".formatted(source, e.getDescription()));
    } catch (StackOverflowError e) {
      // Java's matcher recurses over repeated groups.
      throw frame.error("the pattern `%s` needs too much memory".formatted(source));
    }
  }

  private static void pay(Frame frame, String pattern, String text) {
    long ways = PatternCost.of(pattern);
    if (ways < 0) {
      throw frame.error("expected repetitions of at most %d".formatted(PatternCost.COUNT_MAX));
    }
    frame.step(1 + pattern.length() + (1 + text.length() / 8) * (ways / 64));
  }

  private static String inJava(String pattern) {
    return pattern.replace("(?P<", "(?<").replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>");
  }

  static Value matches(Frame frame, Value of, Args args) {
    return with(frame, of, args, 1, matcher -> Bool.of(matcher.lookingAt()));
  }

  static Value contains(Frame frame, Value of, Args args) {
    return with(frame, of, args, 1, matcher -> Bool.of(matcher.find()));
  }

  /// The first match, or one group of it; none where nothing matches.
  private static Value search(Frame frame, Value of, Args args) {
    return with(
        frame,
        of,
        args,
        2,
        matcher -> matcher.find() ? group(frame, matcher, args.value(1, Num.of(0))) : Null.NULL);
  }

  private static Value group(Frame frame, Matcher matcher, Value group) {
    if (Native.bare(group) instanceof Items(var groups)) {
      return new Items(groups.stream().map(each -> group(frame, matcher, each)).toList());
    }
    try {
      return text(
          group instanceof Num.Int(var index)
              ? matcher.group(Math.toIntExact(index))
              : matcher.group(Printing.text(frame, group)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw frame.error("the pattern has no group %s".formatted(Printing.quoted(frame, group)));
    }
  }

  private static Value text(@Nullable String group) {
    return group == null ? Null.NULL : Text.of(group);
  }

  private static Value replace(Frame frame, Value of, Args args) {
    var replacement = args.text(1, "");
    int count = args.whole(2, 0);
    return with(
        frame,
        of,
        args,
        3,
        matcher -> {
          var text = Printing.text(frame, of);
          var out = new StringBuilder();
          int at = 0;
          for (int done = 0; (count <= 0 || done < count) && matcher.find(); done++) {
            frame.grow(matcher.start() - (long) at);
            out.append(text, at, matcher.start());
            out.append(expanded(frame, matcher, replacement));
            at = matcher.end();
          }
          frame.grow(text.length() - (long) at);
          return Text.of(out.append(text, at, text.length()).toString());
        });
  }

  /// The replacement with `\1`, `\g<1>` and `\g<name>` filled in.
  private static String expanded(Frame frame, Matcher matcher, String replacement) {
    frame.grow(replacement.length());
    if (replacement.indexOf('\\') < 0) {
      return replacement;
    }
    var out = new StringBuilder();
    int at = 0;
    while (at < replacement.length()) {
      char c = replacement.charAt(at);
      char next = at + 1 < replacement.length() ? replacement.charAt(at + 1) : ' ';
      int end = next == 'g' ? replacement.indexOf('>', at) : at + 1;
      boolean named = next == 'g' && replacement.startsWith("<", at + 2) && end > 0;
      if (c != '\\' || at + 1 == replacement.length()) {
        out.append(c);
        at++;
      } else if (named || Character.isDigit(next)) {
        var name = named ? replacement.substring(at + 3, end) : String.valueOf(next);
        var value = group(frame, matcher, reference(name));
        out.append(value == Null.NULL ? "" : Printing.text(frame, value));
        at = end + 1;
      } else {
        out.append(next == '\\' ? "\\" : Escapes.decoded("\\" + next));
        at += 2;
      }
    }
    return out.toString();
  }

  private static Value reference(String name) {
    return !name.isEmpty() && name.length() < 5 && name.chars().allMatch(Character::isDigit)
        ? Num.of(Integer.parseInt(name))
        : Text.of(name);
  }

  /// All matches; their groups where the pattern has any.
  private static Value findAll(Frame frame, Value of, Args args) {
    return with(
        frame,
        of,
        args,
        1,
        matcher -> {
          List<Value> found = new ArrayList<>();
          while (matcher.find()) {
            frame.grow(matcher.end() - (long) matcher.start() + 1);
            found.add(found(matcher));
          }
          return new Items(found);
        });
  }

  private static Value found(Matcher matcher) {
    if (matcher.groupCount() == 0) {
      return Text.of(matcher.group());
    }
    List<Value> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      var group = matcher.group(i);
      groups.add(group == null ? Text.EMPTY : Text.of(group));
    }
    return groups.size() == 1 ? groups.getFirst() : new Row(groups);
  }

  private static Value split(Frame frame, Value of, Args args) {
    return with(
        frame,
        of,
        args,
        1,
        matcher -> {
          var text = Printing.text(frame, of);
          List<Value> parts = new ArrayList<>();
          int at = 0;
          while (matcher.find()) {
            parts.add(Text.of(text.substring(at, matcher.start())));
            at = matcher.end();
          }
          parts.add(Text.of(text.substring(at)));
          return new Items(parts);
        });
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if ("()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f".indexOf(c) >= 0) {
                out.append('\\');
              }
              out.append((char) c);
            });
    return out.toString();
  }
}
