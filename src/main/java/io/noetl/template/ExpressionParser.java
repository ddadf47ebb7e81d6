package io.noetl.template;

import io.noetl.template.Expression.Link;
import io.noetl.template.Token.Kind;
import io.noetl.value.Bool;
import io.noetl.value.Null;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Reads expressions with Jinja's ranks, loosest first: `if`, `or`, `and`, `not`, comparisons, `+
/// -`, `~`, `* / // %`, `**`, signs; filters and tests bind tightest.
final class ExpressionParser {
  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "==", Operator.EQUAL,
          "!=", Operator.UNEQUAL,
          "<", Operator.LESS,
          "<=", Operator.LESS_OR_EQUAL,
          ">", Operator.GREATER,
          ">=", Operator.GREATER_OR_EQUAL);
  private static final Map<String, Operator> SUMS =
      Map.of("+", Operator.ADD, "-", Operator.SUBTRACT);
  private static final Map<String, Operator> PRODUCTS =
      Map.of(
          "*", Operator.MULTIPLY,
          "/", Operator.DIVIDE,
          "//", Operator.FLOOR_DIVIDE,
          "%", Operator.REMAINDER);
  private static final Map<String, Operator> POWERS = Map.of("**", Operator.POWER);

  /// Words that cannot begin an expression.
  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "in", "is", "if", "else", "elif");

  private final Tokens tokens;
  private final PrimaryParser primaries;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  /// A whole bare expression.
  static Expression parse(String source) {
    var tokens = new Tokens(Lexer.expression(source));
    var expression = new ExpressionParser(tokens).row(Set.of());
    if (!tokens.at(Kind.END)) {
      throw tokens.expected("an operator or the end of the expression");
    }
    return expression;
  }

  /// An expression, or several with commas between them, which make a row. Ends before the words in
  /// `ends`.
  Expression row(Set<String> ends) {
    int offset = tokens.current().offset();
    var first = conditional();
    if (!tokens.at(",")) {
      return Heights.checked(first);
    }
    List<Expression> items = new ArrayList<>();
    items.add(first);
    while (tokens.skip(",") && !atRowEnd(ends)) {
      items.add(conditional());
    }
    return Heights.checked(new Expression.Row(offset, items));
  }

  /// An expression without commas outside brackets.
  Expression single() {
    return Heights.checked(conditional());
  }

  /// The same where a following `if` belongs to the statement.
  Expression unconditional(Set<String> ends) {
    int offset = tokens.current().offset();
    var first = or();
    if (!tokens.at(",")) {
      return Heights.checked(first);
    }
    List<Expression> items = new ArrayList<>();
    items.add(first);
    while (tokens.skip(",") && !atRowEnd(ends)) {
      items.add(or());
    }
    return Heights.checked(new Expression.Row(offset, items));
  }

  /// Filters alone, put on what `of` stands for: `upper | trim`.
  Expression filters(Expression of) {
    return Heights.checked(primaries.filters(of));
  }

  boolean atReserved() {
    return tokens.at(Kind.NAME) && RESERVED.contains(tokens.current().text());
  }

  private boolean atRowEnd(Set<String> ends) {
    var current = tokens.current();
    return switch (current.kind()) {
      case END, OUTPUT_END, BLOCK_END -> true;
      case OPERATOR -> current.is(")") || current.is("=");
      case NAME -> ends.contains(current.text());
      case DATA, OUTPUT_BEGIN, BLOCK_BEGIN, TEXT, WHOLE, REAL -> false;
    };
  }

  Expression conditional() {
    tokens.deeper();
    var expression = or();
    while (tokens.atName("if")) {
      int offset = tokens.take().offset();
      var test = or();
      Expression otherwise =
          tokens.skipName("else")
              ? conditional()
              : new Expression.Literal(offset, Access.NOT_CHOSEN);
      expression = new Expression.Choice(offset, test, expression, otherwise);
    }
    tokens.shallower();
    return expression;
  }

  private Expression or() {
    int offset = tokens.current().offset();
    var first = and();
    if (!tokens.atName("or")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>();
    parts.add(first);
    while (tokens.skipName("or")) {
      parts.add(and());
    }
    return new Expression.Or(offset, parts);
  }

  private Expression and() {
    int offset = tokens.current().offset();
    var first = not();
    if (!tokens.atName("and")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>();
    parts.add(first);
    while (tokens.skipName("and")) {
      parts.add(not());
    }
    return new Expression.And(offset, parts);
  }

  private Expression not() {
    int offset = tokens.current().offset();
    int nots = 0;
    while (tokens.skipName("not")) {
      nots++;
    }
    var expression = comparison();
    // Three times not is not; twice not is a plain truth value.
    for (int i = 0; i < (nots > 2 ? 2 - nots % 2 : nots); i++) {
      expression = new Expression.Not(offset, expression);
    }
    return expression;
  }

  private Expression comparison() {
    var first = sum();
    List<Link> links = new ArrayList<>();
    while (true) {
      var token = tokens.current();
      var operator = token.kind() == Kind.OPERATOR ? COMPARISONS.get(token.text()) : null;
      if (operator != null) {
        tokens.take();
        links.add(new Link(token.offset(), operator, sum()));
      } else if (tokens.skipName("in")) {
        links.add(new Link(token.offset(), Operator.IN, sum()));
      } else if (token.isName("not") && tokens.following().isName("in")) {
        tokens.take();
        tokens.take();
        links.add(new Link(token.offset(), Operator.NOT_IN, sum()));
      } else {
        return links.isEmpty() ? first : new Expression.Chain(first.offset(), first, links);
      }
    }
  }

  private Expression sum() {
    return chain(SUMS, this::concat);
  }

  private Expression concat() {
    int offset = tokens.current().offset();
    var first = product();
    if (!tokens.at("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>();
    parts.add(first);
    while (tokens.skip("~")) {
      parts.add(product());
    }
    return new Expression.Concat(offset, parts);
  }

  private Expression product() {
    return chain(PRODUCTS, this::power);
  }

  private Expression power() {
    return chain(POWERS, this::signed);
  }

  /// Operands with operators of one rank between them.
  private Expression chain(Map<String, Operator> operators, Supplier<Expression> operand) {
    var first = operand.get();
    List<Link> links = new ArrayList<>();
    while (true) {
      var token = tokens.current();
      var operator = token.kind() == Kind.OPERATOR ? operators.get(token.text()) : null;
      if (operator == null) {
        return links.isEmpty() ? first : new Expression.Chain(first.offset(), first, links);
      }
      tokens.take();
      links.add(new Link(token.offset(), operator, operand.get()));
    }
  }

  /// A sign takes what follows without its filters; the filters take the signed value.
  private Expression signed() {
    List<Token> signs = new ArrayList<>();
    while (tokens.at("-") || tokens.at("+")) {
      signs.add(tokens.take());
    }
    var expression = primaries.postfixed();
    for (var sign : signs.reversed()) {
      expression = new Expression.Sign(sign.offset(), sign.is("-"), expression);
    }
    return primaries.filtered(expression);
  }

  static Expression literalNull(int offset) {
    return new Expression.Literal(offset, Null.NULL);
  }

  static Expression literalTrue(int offset) {
    return new Expression.Literal(offset, Bool.TRUE);
  }
}
