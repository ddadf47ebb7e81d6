package io.noetl.template;

import io.noetl.template.Statement.Assign;
import io.noetl.template.Statement.Branch;
import io.noetl.template.Statement.Parameter;
import io.noetl.template.Statement.Target;
import io.noetl.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a whole template: text, `{{ }}` and `{% %}`.
final class StatementParser {
  private static final List<String> TAGS =
      List.of("if", "for", "set", "with", "macro", "call", "filter", "raw");

  /// Tags of Jinja that have no place here, and what to do instead.
  private static final Map<String, String> REFUSED =
      Map.of(
          "do", "use `{% set _ = ... %}`",
          "continue", "filter the loop instead: `{% for x in list if condition %}`",
          "break", "take a slice instead: `{% for x in list[:10] %}`",
          "include", "a template stands alone here",
          "import", "a template stands alone here",
          "from", "a template stands alone here",
          "extends", "a template stands alone here",
          "block", "a template stands alone here",
          "autoescape", "use the filter `escape` where it is needed",
          "trans", "write the text itself");

  private final Tokens tokens;
  private final ExpressionParser expressions;

  private StatementParser(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Statement> parse(String source) {
    var tokens = new Tokens(Lexer.template(source));
    var parser = new StatementParser(tokens);
    var statements = parser.statements();
    if (!tokens.at(Kind.END)) {
      tokens.take();
      throw parser.misplaced(tokens.current());
    }
    return statements;
  }

  /// Statements up to the end or to a tag that does not begin one (`else`, `endif`...).
  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    while (true) {
      switch (tokens.current().kind()) {
        case DATA -> statements.add(new Statement.Data(tokens.take().text()));
        case OUTPUT_BEGIN -> statements.add(output());
        case BLOCK_BEGIN -> {
          if (!beginsStatement(tokens.following())) {
            return statements;
          }
          statements.add(block());
        }
        default -> {
          return statements;
        }
      }
    }
  }

  private static boolean beginsStatement(Token tag) {
    return tag.kind() == Kind.NAME && TAGS.contains(tag.text());
  }

  private Statement output() {
    tokens.take();
    var value = expressions.row(Set.of());
    if (!tokens.at(Kind.OUTPUT_END)) {
      throw tokens.expected("an operator or `}}`");
    }
    tokens.take();
    return new Statement.Output(value);
  }

  private Statement block() {
    tokens.deeper();
    tokens.take();
    var tag = tokens.take();
    var statement =
        switch (tag.text()) {
          case "if" -> conditional(tag);
          case "for" -> loop(tag);
          case "set" -> assignment(tag);
          case "with" -> with(tag);
          case "macro" -> macro(tag);
          case "call" -> callBlock(tag);
          case "filter" -> filterBlock(tag);
          default -> throw misplaced(tag);
        };
    tokens.shallower();
    return statement;
  }

  private TemplateError misplaced(Token tag) {
    var name = tag.text();
    if (tag.kind() != Kind.NAME) {
      return TemplateError.at(
          tag.offset(), "expected a tag such as `if`, found " + tag.described());
    }
    if (REFUSED.containsKey(name)) {
      return TemplateError.at(
          tag.offset(), "the tag `%s` is not supported".formatted(name), REFUSED.get(name));
    }
    if (name.startsWith("end") || name.equals("else") || name.equals("elif")) {
      return TemplateError.at(tag.offset(), "`{%% %s %%}` closes nothing".formatted(name));
    }
    return TemplateError.at(
        tag.offset(), "unknown tag `%s`".formatted(name), Spelling.hint(name, TAGS));
  }

  private Statement conditional(Token tag) {
    List<Branch> branches = new ArrayList<>();
    List<Statement> otherwise = List.of();
    do {
      var test = expressions.unconditional(Set.of());
      branches.add(new Branch(test, body()));
    } while (skipTag("elif"));
    if (skipTag("else")) {
      otherwise = body();
    }
    end(tag, "endif");
    return new Statement.If(branches, otherwise);
  }

  /// What follows a tag: its end, then statements.
  private List<Statement> body() {
    tokens.expect(Kind.BLOCK_END, "`%}`");
    return statements();
  }

  private boolean skipTag(String name) {
    if (tokens.at(Kind.BLOCK_BEGIN) && tokens.following().isName(name)) {
      tokens.take();
      tokens.take();
      return true;
    }
    return false;
  }

  private void end(Token tag, String name) {
    if (skipTag(name)) {
      // Jinja lets the name of a macro or block follow.
      if (tokens.at(Kind.NAME)) {
        tokens.take();
      }
      tokens.expect(Kind.BLOCK_END, "`%}`");
      return;
    }
    if (tokens.at(Kind.BLOCK_BEGIN)) {
      var found = tokens.following();
      if (found.kind() == Kind.NAME && !found.text().startsWith("e")) {
        throw misplaced(found);
      }
      throw TemplateError.at(
          found.offset(), "expected `{%% %s %%}`, found %s".formatted(name, found.described()));
    }
    throw TemplateError.at(
        tag.offset(),
        "expected `{%% %s %%}` for this `%s`, found the end of the template"
            .formatted(name, tag.text()));
  }

  private Statement loop(Token tag) {
    var target = target(Set.of("in"));
    if (!tokens.skipName("in")) {
      throw tokens.expected("`in` after the loop's names");
    }
    var over = expressions.unconditional(Set.of("recursive"));
    var filter =
        tokens.skipName("if") ? expressions.single() : ExpressionParser.literalTrue(tag.offset());
    boolean recursive = tokens.skipName("recursive");
    var body = body();
    List<Statement> otherwise = skipTag("else") ? body() : List.of();
    end(tag, "endfor");
    var loop = new Statement.Loop(tag.offset(), target, over, filter);
    return new Statement.For(loop, recursive, body, otherwise);
  }

  /// One or several names with commas between them.
  private Target target(Set<String> ends) {
    int offset = tokens.current().offset();
    var first = oneTarget();
    if (!tokens.at(",")) {
      return first;
    }
    List<Target> targets = new ArrayList<>();
    targets.add(first);
    while (tokens.skip(",") && !atTargetEnd(ends)) {
      targets.add(oneTarget());
    }
    return new Target.Row(offset, targets);
  }

  private boolean atTargetEnd(Set<String> ends) {
    return tokens.at("=")
        || tokens.at(")")
        || (tokens.at(Kind.NAME) && ends.contains(tokens.current().text()));
  }

  private Target oneTarget() {
    if (tokens.skip("(")) {
      tokens.deeper();
      var inner = target(Set.of());
      tokens.expect(")", "after the names");
      tokens.shallower();
      return inner instanceof Target.Row ? inner : new Target.Row(offsetOf(inner), List.of(inner));
    }
    var name = targetName();
    if (tokens.skip(".")) {
      var attribute = tokens.expect(Kind.NAME, "the name of the namespace's entry").text();
      return new Target.Attribute(name.offset(), name.text(), attribute);
    }
    return new Target.Name(name.offset(), name.text());
  }

  private Token targetName() {
    if (expressions.atReserved()) {
      throw tokens.expected("a name");
    }
    var name = tokens.expect(Kind.NAME, "a name");
    if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
      throw TemplateError.at(name.offset(), "`%s` cannot be set".formatted(name.text()));
    }
    return name;
  }

  private static int offsetOf(Target target) {
    return switch (target) {
      case Target.Name name -> name.offset();
      case Target.Row row -> row.offset();
      case Target.Attribute attribute -> attribute.offset();
    };
  }

  private Statement assignment(Token tag) {
    var target = target(Set.of());
    if (tokens.skip("=")) {
      var value = expressions.row(Set.of());
      tokens.expect(Kind.BLOCK_END, "an operator or `%}`");
      return new Assign(target, value);
    }
    Expression value = new Expression.Body(tag.offset());
    if (tokens.skip("|")) {
      value = expressions.filters(value);
    }
    var body = body();
    end(tag, "endset");
    return new Statement.Capture(target, value, body);
  }

  private Statement with(Token tag) {
    List<Assign> assigns = new ArrayList<>();
    while (!tokens.at(Kind.BLOCK_END)) {
      if (!assigns.isEmpty()) {
        tokens.expect(",", "or `%}`");
      }
      var target = oneTarget();
      tokens.expect("=", "after the name");
      assigns.add(new Assign(target, expressions.single()));
    }
    var body = body();
    end(tag, "endwith");
    return new Statement.With(assigns, body);
  }

  private Statement macro(Token tag) {
    var name = targetName().text();
    var parameters = parameters();
    var body = body();
    end(tag, "endmacro");
    return new Statement.Macro(tag.offset(), name, parameters, body);
  }

  private List<Parameter> parameters() {
    tokens.expect("(", "before the parameters");
    List<Parameter> parameters = new ArrayList<>();
    while (!tokens.at(")")) {
      var name = targetName();
      boolean optional = tokens.skip("=");
      if (!optional && !parameters.isEmpty() && !parameters.getLast().fallback().isEmpty()) {
        throw TemplateError.at(
            name.offset(), "expected a default for `%s`, as before it".formatted(name.text()));
      }
      parameters.add(
          new Parameter(name.text(), optional ? List.of(expressions.single()) : List.of()));
      if (!tokens.skip(",")) {
        break;
      }
    }
    tokens.expect(")", "or `,` after the parameter");
    return parameters;
  }

  private Statement callBlock(Token tag) {
    List<Parameter> parameters = tokens.at("(") ? parameters() : List.of();
    int offset = tokens.current().offset();
    if (!(expressions.single() instanceof Expression.Call call)) {
      throw TemplateError.at(offset, "expected the call of a macro after `call`");
    }
    var body = body();
    end(tag, "endcall");
    var caller = new Statement.Macro(tag.offset(), "caller", parameters, body);
    return new Statement.CallBlock(caller, call);
  }

  private Statement filterBlock(Token tag) {
    var value = expressions.filters(new Expression.Body(tag.offset()));
    var body = body();
    end(tag, "endfilter");
    return new Statement.FilterBlock(value, body);
  }
}
