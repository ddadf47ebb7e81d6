package io.noetl.template;

import io.noetl.template.Token.Kind;
import io.noetl.value.Bool;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what operators stand between: literals, names, brackets, and what follows them directly
/// (attributes, items, calls, filters, tests).
final class PrimaryParser {
  /// Python refuses to read longer ones too.
  private static final int DIGITS_MAX = 4300;

  private final Tokens tokens;
  private final ExpressionParser expressions;

  PrimaryParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression postfixed() {
    return postfix(primary());
  }

  Expression filtered(Expression expression) {
    var filtered = expression;
    while (true) {
      if (tokens.skip("|")) {
        filtered = filter(filtered);
      } else if (tokens.skipName("is")) {
        filtered = test(filtered);
      } else if (tokens.at("(")) {
        filtered = call(filtered);
      } else {
        return filtered;
      }
    }
  }

  Expression filters(Expression of) {
    var filtered = filter(of);
    while (tokens.skip("|")) {
      filtered = filter(filtered);
    }
    return filtered;
  }

  private Expression primary() {
    var token = tokens.current();
    return switch (token.kind()) {
      case NAME -> name();
      case TEXT -> text();
      case WHOLE, REAL -> number(tokens.take());
      case OPERATOR -> bracket();
      case DATA, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, END ->
          throw tokens.expected("an expression");
    };
  }

  private Expression name() {
    if (expressions.atReserved()) {
      throw tokens.expected("an expression");
    }
    var token = tokens.take();
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(token.offset(), Bool.TRUE);
      case "false", "False" -> new Expression.Literal(token.offset(), Bool.FALSE);
      case "none", "None" -> new Expression.Literal(token.offset(), Null.NULL);
      default -> new Expression.Name(token.offset(), token.text());
    };
  }

  /// Texts that stand side by side are one.
  private Expression text() {
    int offset = tokens.current().offset();
    var text = new StringBuilder();
    while (tokens.at(Kind.TEXT)) {
      text.append(tokens.take().text());
    }
    return new Expression.Literal(offset, Text.of(text.toString()));
  }

  private static Expression number(Token token) {
    if (token.kind() == Kind.REAL) {
      return new Expression.Literal(token.offset(), Num.of(Double.parseDouble(token.text())));
    }
    return new Expression.Literal(token.offset(), whole(token));
  }

  private static Value whole(Token token) {
    var text = token.text();
    if (text.length() > DIGITS_MAX) {
      throw TemplateError.at(
          token.offset(), "expected a number of at most %d digits".formatted(DIGITS_MAX));
    }
    int base =
        switch (text.length() > 1 ? text.charAt(1) : '0') {
          case 'x', 'X' -> 16;
          case 'o', 'O' -> 8;
          case 'b', 'B' -> 2;
          default -> 10;
        };
    return Num.of(new BigInteger(base == 10 ? text : text.substring(2), base));
  }

  private Expression bracket() {
    if (!tokens.at("(") && !tokens.at("[") && !tokens.at("{")) {
      throw tokens.expected("an expression");
    }
    tokens.deeper();
    var token = tokens.take();
    var expression =
        switch (token.text()) {
          case "(" -> parentheses(token.offset());
          case "[" -> listing(token.offset());
          default -> mapping(token.offset());
        };
    tokens.shallower();
    return expression;
  }

  private Expression parentheses(int offset) {
    List<Expression> items = new ArrayList<>();
    boolean row = tokens.at(")");
    while (!tokens.at(")")) {
      items.add(expressions.conditional());
      if (!tokens.skip(",")) {
        break;
      }
      row = true;
    }
    tokens.expect(")", "after the expression");
    return row ? new Expression.Row(offset, items) : items.getFirst();
  }

  private Expression listing(int offset) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.at("]")) {
      items.add(expressions.conditional());
      if (!tokens.skip(",")) {
        break;
      }
    }
    tokens.expect("]", "or `,` after the list's entry");
    return new Expression.Listing(offset, items);
  }

  private Expression mapping(int offset) {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.at("}")) {
      keys.add(expressions.conditional());
      tokens.expect(":", "after the map's key");
      values.add(expressions.conditional());
      if (!tokens.skip(",")) {
        break;
      }
    }
    tokens.expect("}", "or `,` after the map's entry");
    return new Expression.Mapping(offset, keys, values);
  }

  private Expression postfix(Expression expression) {
    var postfixed = expression;
    while (true) {
      if (tokens.at(".")) {
        postfixed = attribute(postfixed, tokens.take().offset());
      } else if (tokens.at("[")) {
        postfixed = item(postfixed, tokens.take().offset());
      } else if (tokens.at("(")) {
        postfixed = call(postfixed);
      } else {
        return postfixed;
      }
    }
  }

  private Expression attribute(Expression of, int offset) {
    return switch (tokens.current().kind()) {
      case NAME -> new Expression.Attribute(offset, of, tokens.take().text());
      case WHOLE -> new Expression.Item(offset, of, number(tokens.take()));
      default -> throw tokens.expected("a name or a place after `.`");
    };
  }

  private Expression item(Expression of, int offset) {
    tokens.deeper();
    Expression from = ExpressionParser.literalNull(offset);
    if (!tokens.at(":")) {
      from = expressions.conditional();
      if (tokens.skip("]")) {
        tokens.shallower();
        return new Expression.Item(offset, of, from);
      }
    }
    tokens.expect(":", "or `]` after the key");
    var to = bound(offset);
    var step = tokens.skip(":") ? bound(offset) : ExpressionParser.literalNull(offset);
    tokens.expect("]", "after the slice");
    tokens.shallower();
    return new Expression.Slice(offset, of, from, to, step);
  }

  private Expression bound(int offset) {
    return tokens.at(":") || tokens.at("]")
        ? ExpressionParser.literalNull(offset)
        : expressions.conditional();
  }

  private Expression call(Expression callee) {
    int offset = tokens.current().offset();
    return new Expression.Call(offset, callee, arguments());
  }

  private Expression filter(Expression of) {
    int offset = tokens.current().offset();
    var name = dottedName("the name of a filter");
    return new Expression.Filter(offset, of, name, tokens.at("(") ? arguments() : Arguments.NONE);
  }

  private String dottedName(String what) {
    var name = new StringBuilder(tokens.expect(Kind.NAME, what).text());
    while (tokens.skip(".")) {
      name.append('.').append(tokens.expect(Kind.NAME, what).text());
    }
    return name.toString();
  }

  private Expression test(Expression of) {
    boolean negated = tokens.skipName("not");
    int offset = tokens.current().offset();
    var name = dottedName("the name of a test after `is`");
    var test = new Expression.Test(offset, of, name, testArguments());
    return negated ? new Expression.Not(offset, test) : test;
  }

  /// `is divisibleby(3)`, or a single argument without parentheses: `is divisibleby 3`.
  private Arguments testArguments() {
    if (tokens.at("(")) {
      return arguments();
    }
    if (tokens.atName("is")) {
      throw TemplateError.at(tokens.current().offset(), "expected one test, found a second `is`");
    }
    boolean argument =
        switch (tokens.current().kind()) {
          case NAME -> !expressions.atReserved() && !tokens.atName("recursive");
          case TEXT, WHOLE, REAL -> true;
          case OPERATOR -> tokens.at("[") || tokens.at("{");
          case DATA, OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    return argument ? Arguments.of(List.of(postfixed())) : Arguments.NONE;
  }

  Arguments arguments() {
    tokens.deeper();
    tokens.expect("(", "before the arguments");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    List<Expression> spread = new ArrayList<>();
    List<Expression> spreadNamed = new ArrayList<>();
    while (!tokens.at(")")) {
      if (tokens.skip("**")) {
        spreadNamed.add(expressions.conditional());
      } else if (tokens.skip("*")) {
        spread.add(expressions.conditional());
      } else if (tokens.at(Kind.NAME) && tokens.following().is("=")) {
        namedArgument(named);
      } else if (named.isEmpty() && spread.isEmpty() && spreadNamed.isEmpty()) {
        positional.add(expressions.conditional());
      } else {
        throw tokens.expected("a named argument after the named ones");
      }
      if (!tokens.skip(",")) {
        break;
      }
    }
    tokens.expect(")", "or `,` after the argument");
    tokens.shallower();
    return new Arguments(positional, named, spread, spreadNamed);
  }

  private void namedArgument(Map<String, Expression> named) {
    var name = tokens.take();
    tokens.take();
    if (named.put(name.text(), expressions.conditional()) != null) {
      throw TemplateError.at(name.offset(), "`%s` is given twice".formatted(name.text()));
    }
  }
}
