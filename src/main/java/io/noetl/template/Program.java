package io.noetl.template;

import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// A compiled template.
final class Program {
  private final Block block;
  private final Node value;
  private final boolean single;
  private final boolean literal;
  private final int slotCount;

  private Program(Block block, Node value, List<Expression> single, int slotCount) {
    this.block = block;
    this.value = value;
    this.single = !single.isEmpty();
    this.literal = this.single && isLiteral(single.getFirst());
    this.slotCount = slotCount;
  }

  static Program of(List<Statement> statements) {
    var compiler = new StatementCompiler();
    var block = compiler.template(statements);
    var single = single(statements);
    Node value =
        single.isEmpty()
            ? frame -> Text.of(frame.capture(block))
            : compiler.expression(single.getFirst());
    return new Program(block, value, single, compiler.slotCount());
  }

  /// The one expression that a template is, apart from white space.
  static List<Expression> single(List<Statement> statements) {
    var solid =
        statements.stream()
            .filter(each -> !(each instanceof Statement.Data(var text) && text.isBlank()))
            .toList();
    return solid.size() == 1 && solid.getFirst() instanceof Statement.Output(var expression)
        ? List.of(expression)
        : List.of();
  }

  private static boolean isLiteral(Expression expression) {
    return expression instanceof Expression.Listing
        || expression instanceof Expression.Row
        || expression instanceof Expression.Mapping;
  }

  Value evaluate(Frame frame) {
    frame.begin(slotCount);
    try {
      return value.eval(frame);
    } catch (StackOverflowError e) {
      throw tooDeep(frame);
    }
  }

  Value render(Frame frame) {
    frame.begin(slotCount);
    try {
      return Exit.plain(frame, value.eval(frame), literal);
    } catch (StackOverflowError e) {
      throw tooDeep(frame);
    }
  }

  String text(Frame frame) {
    frame.begin(slotCount);
    try {
      return frame.capture(block);
    } catch (StackOverflowError e) {
      throw tooDeep(frame);
    }
  }

  /// The last guard: everything known to nest is bounded, but a caller's stack may be nearly used
  /// up, and evaluating has no effects that would be left half done.
  private static TemplateError tooDeep(Frame frame) {
    return frame.error("the template or its data are nested too deeply");
  }

  boolean isSingle() {
    return single;
  }
}
