package io.noetl.template;

import io.noetl.value.Value;
import java.util.List;
import java.util.Set;

/// Text with `{{ }}`, `{% %}` and `{# #}` in it, parsed once and rendered many times, by any number
/// of threads.
///
/// A text that is one `{{ expression }}` and nothing else but white space gives the expression's
/// own value; any other gives text.
public final class Template {
  private final String source;
  private final List<Statement> statements;
  private final Program program;
  private final Survey survey;

  private Template(String source, List<Statement> statements) {
    this.source = source;
    this.statements = List.copyOf(statements);
    this.program = Program.of(this.statements);
    this.survey = Survey.of(this.statements);
  }

  /// Throws [TemplateError] with the offset of what is wrong.
  public static Template parse(String source) {
    return new Template(
        source,
        isTemplate(source) ? StatementParser.parse(source) : List.of(new Statement.Data(source)));
  }

  /// A template whose source is the bare expression, without braces.
  public static Template expression(String source) {
    return new Template(source, List.of(new Statement.Output(ExpressionParser.parse(source))));
  }

  /// The value as plain data, undefined as null; text where there is more than one expression.
  public Value render(Scope scope, Ambient ambient) {
    return render(new Frame(scope, ambient));
  }

  Value render(Frame frame) {
    return program.render(frame);
  }

  /// The value as text, white space around it kept, but for one line end at the end.
  public String renderText(Scope scope, Ambient ambient) {
    return program.text(new Frame(scope, ambient));
  }

  /// As [#render], but an undefined value, or a view, is given as it is: to look at, not to keep.
  public Value evaluate(Scope scope, Ambient ambient) {
    return program.evaluate(new Frame(scope, ambient));
  }

  Value evaluate(Frame frame) {
    return program.evaluate(frame);
  }

  /// The names it takes from outside.
  public Set<String> names() {
    return survey.names();
  }

  /// What it takes from outside, as far as the source tells: `a.b['c'][0].d` gives `a, b, c`.
  public List<List<String>> paths() {
    return survey.paths();
  }

  /// What cannot work: unknown filters, tests and functions, wrong arguments.
  public List<Flaw> flaws() {
    return survey.flaws();
  }

  /// Whether it is text without any template in it.
  public boolean isConstant() {
    return statements.stream().allMatch(Statement.Data.class::isInstance) && !isTemplate(source);
  }

  public String source() {
    return source;
  }

  List<Statement> statements() {
    return statements;
  }

  /// Whether `text` holds a brace that opens something.
  public static boolean isTemplate(String text) {
    int brace = text.indexOf('{');
    while (brace >= 0 && brace + 1 < text.length()) {
      char next = text.charAt(brace + 1);
      if (next == '{' || next == '%' || next == '#') {
        return true;
      }
      brace = text.indexOf('{', brace + 1);
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template
        && source.equals(template.source)
        && statements.equals(template.statements);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}
