package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A condition such as `when:`, `where:` or `retry_when:`, with or without braces.
///
/// Text is true only if it is `true`, `1` or `yes`; other values are as true as templates say. A
/// condition that cannot be told because an operand is undefined is false.
public final class Condition {
  private static final Set<String> TRUE_WORDS = Set.of("true", "1", "yes");
  private static final Set<String> FALSE_WORDS = Set.of("false", "0", "no", "none", "");

  /// As much of a text as a reason shows.
  private static final int SHOWN_MAX = 80;

  private final String source;
  private final Template template;

  private Condition(String source, Template template) {
    this.source = source;
    this.template = template;
  }

  /// Text without `{{` or `{%` is itself an expression. Throws [TemplateError].
  public static Condition parse(String source) {
    boolean braces = source.contains("{{") || source.contains("{%");
    return new Condition(source, braces ? Template.parse(source) : Template.expression(source));
  }

  public Verdict judge(Scope scope, Ambient ambient) {
    var frame = new Frame(scope, ambient);
    try {
      var value = Native.bare(template.evaluate(frame));
      var plain = Exit.plain(frame, value, true);
      return isTrue(value)
          ? new Verdict.Held(plain)
          : new Verdict.NotHeld(plain, reason(frame, value));
    } catch (TemplateError e) {
      return e.undefined()
          ? new Verdict.NotHeld(Null.NULL, e.message())
          : new Verdict.Failed(e.hint().isEmpty() ? e.message() : e.message() + "; " + e.hint());
    }
  }

  private static boolean isTrue(Value value) {
    return value instanceof Text(var text) ? TRUE_WORDS.contains(word(text)) : Truth.of(value);
  }

  private static String word(String text) {
    return Strings.lower(Strings.strip(text, "", Strings.Ends.BOTH));
  }

  private static String reason(Frame frame, Value value) {
    if (value instanceof Undefined undefined) {
      return "`%s` is undefined".formatted(undefined.path());
    }
    if (value == Bool.FALSE) {
      return "it is false";
    }
    if (value instanceof Text(var text)) {
      var shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
      return "it is the text %s, and not `true`, `1` or `yes`"
          .formatted(Printing.quoted(frame, Text.of(shown)));
    }
    return "it is " + Printing.quoted(frame, value);
  }

  /// The names it takes from outside.
  public Set<String> names() {
    return template.names();
  }

  public List<List<String>> paths() {
    return template.paths();
  }

  public List<Flaw> flaws() {
    return template.flaws();
  }

  public String source() {
    return source;
  }

  /// Why it can never be true, whatever the values, if that is plain to see; a constant false is
  /// taken as meant.
  public Optional<String> neverTruth() {
    var single = Program.single(template.statements());
    return single.isEmpty() ? neverTruth(template.statements()) : neverTruth(single.getFirst());
  }

  private static Optional<String> neverTruth(Expression expression) {
    return switch (expression) {
      case Expression.Literal(_, Text(var text))
          when !TRUE_WORDS.contains(word(text)) && !FALSE_WORDS.contains(word(text)) ->
          Optional.of("the text '%s' is neither true nor false".formatted(text));
      case Expression.Listing _, Expression.Row _ ->
          Optional.of("a list is neither true nor false");
      case Expression.Mapping _ -> Optional.of("a map is neither true nor false");
      default -> Optional.empty();
    };
  }

  /// Text with something in it: whether the fixed pieces leave room for a word that is true.
  private static Optional<String> neverTruth(List<Statement> statements) {
    var pattern = new StringBuilder("\\s*");
    for (var statement : statements) {
      pattern.append(
          statement instanceof Statement.Data(var text)
              ? Pattern.quote(Strings.lower(text).strip())
              : ".*");
    }
    pattern.append("\\s*");
    boolean possible = TRUE_WORDS.stream().anyMatch(word -> word.matches(pattern.toString()));
    return possible
        ? Optional.empty()
        : Optional.of(
            "text beside the braces makes the whole a text that is never `true`, `1` or `yes`;"
                + " put the whole condition into one pair of braces, or leave them out");
  }
}
