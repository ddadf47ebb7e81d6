package io.noetl.template;

import java.util.List;

/// How deep the stack grows while statements run: what a macro costs at each level of recursion.
final class BodyHeight {
  private BodyHeight() {}

  static int of(List<Statement> statements) {
    int height = 0;
    for (var statement : statements) {
      height = Math.max(height, of(statement));
    }
    return height + 1;
  }

  private static int of(Statement statement) {
    return switch (statement) {
      case Statement.Data _ -> 1;
      case Statement.Output(var value) -> Heights.of(value);
      case Statement.Assign(_, var value) -> Heights.of(value);
      case Statement.Capture capture -> Math.max(of(capture.body()), Heights.of(capture.value()));
      case Statement.FilterBlock filter -> Math.max(of(filter.body()), Heights.of(filter.value()));
      case Statement.Macro macro -> of(macro.body());
      case Statement.CallBlock(var caller, var call) ->
          Math.max(of(caller.body()), Heights.of(call));
      case Statement.With with -> {
        int height = of(with.body());
        for (var assign : with.assigns()) {
          height = Math.max(height, Heights.of(assign.value()));
        }
        yield height;
      }
      case Statement.For loop ->
          Math.max(
              Math.max(of(loop.body()), of(loop.otherwise())),
              Math.max(Heights.of(loop.loop().over()), Heights.of(loop.loop().filter())));
      case Statement.If conditional -> {
        int height = of(conditional.otherwise());
        for (var branch : conditional.branches()) {
          height = Math.max(height, Math.max(of(branch.body()), Heights.of(branch.test())));
        }
        yield height;
      }
    };
  }
}
