package io.noetl.template;

import java.util.List;

/// A part of a template as it was written.
sealed interface Statement {

  record Data(String text) implements Statement {}

  record Output(Expression value) implements Statement {}

  record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

  record Branch(Expression test, List<Statement> body) {}

  record For(Loop loop, boolean recursive, List<Statement> body, List<Statement> otherwise)
      implements Statement {}

  /// `for target in over if filter`; without a filter, it is a literal true.
  record Loop(int offset, Target target, Expression over, Expression filter) {}

  record Assign(Target target, Expression value) implements Statement {}

  /// A set block: the body's text, put through filters ([Expression.Body] stands for it).
  record Capture(Target target, Expression value, List<Statement> body) implements Statement {}

  /// `with` and its assignments.
  record With(List<Assign> assigns, List<Statement> body) implements Statement {}

  record Macro(int offset, String name, List<Parameter> parameters, List<Statement> body)
      implements Statement {}

  record Parameter(String name, List<Expression> fallback) {}

  /// `{% call(parameters) callee(...) %}body{% endcall %}`; the body is the macro `caller`.
  record CallBlock(Macro caller, Expression.Call call) implements Statement {}

  record FilterBlock(Expression value, List<Statement> body) implements Statement {}

  /// What a value can be given to.
  sealed interface Target {
    record Name(int offset, String name) implements Target {}

    record Row(int offset, List<Target> targets) implements Target {}

    /// An attribute of a namespace.
    record Attribute(int offset, String namespace, String name) implements Target {}
  }
}
