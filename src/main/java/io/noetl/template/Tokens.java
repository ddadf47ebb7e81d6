package io.noetl.template;

import io.noetl.template.Token.Kind;
import java.util.List;

/// The tokens that a parser has still to read, and how deeply it has gone into them.
final class Tokens {
  /// Far beyond what people write, far below what a thread's stack can hold.
  static final int NESTING_MAX = 100;

  private final List<Token> list;
  private int next;
  private int nesting;

  Tokens(List<Token> list) {
    this.list = list;
  }

  Token current() {
    return list.get(next);
  }

  Token following() {
    return list.get(Math.min(next + 1, list.size() - 1));
  }

  Token take() {
    var token = current();
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  boolean at(String operator) {
    return current().is(operator);
  }

  boolean atName(String name) {
    return current().isName(name);
  }

  boolean at(Kind kind) {
    return current().kind() == kind;
  }

  /// Takes the operator if it is next.
  boolean skip(String operator) {
    if (at(operator)) {
      next++;
      return true;
    }
    return false;
  }

  boolean skipName(String name) {
    if (atName(name)) {
      next++;
      return true;
    }
    return false;
  }

  Token expect(String operator, String where) {
    if (!at(operator)) {
      throw expected("`" + operator + "` " + where);
    }
    return take();
  }

  Token expect(Kind kind, String what) {
    if (!at(kind)) {
      throw expected(what);
    }
    return take();
  }

  TemplateError expected(String what) {
    var found = current();
    return TemplateError.at(
        found.offset(), "expected %s, found %s".formatted(what, found.described()));
  }

  void deeper() {
    if (++nesting > NESTING_MAX) {
      throw tooDeep(current().offset());
    }
  }

  void shallower() {
    nesting--;
  }

  static TemplateError tooDeep(int offset) {
    return TemplateError.at(
        offset, "the template is nested more than %d levels deep".formatted(NESTING_MAX));
  }
}
