package io.noetl.template;

import io.noetl.template.Statement.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What can be said about a template without rendering it: the names it takes from outside, and
/// what in it cannot work. In doubt a name counts as taken from outside.
final class Survey {
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<List<String>> paths = new LinkedHashSet<>();
  private final List<Flaw> flaws = new ArrayList<>();

  private Survey() {}

  static Survey of(List<Statement> statements) {
    var survey = new Survey();
    survey.visit(statements, new Bound(List.of()));
    return survey;
  }

  Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  List<List<String>> paths() {
    return List.copyOf(paths);
  }

  List<Flaw> flaws() {
    return List.copyOf(flaws);
  }

  /// The names that are certainly set by the template at some place in it.
  private static final class Bound {
    private final Set<String> own = new LinkedHashSet<>();
    private final List<Bound> outer;

    private Bound(List<Bound> outer) {
      this.outer = outer;
    }

    private Bound inner() {
      return new Bound(List.of(this));
    }

    private boolean has(String name) {
      return own.contains(name) || (!outer.isEmpty() && outer.getFirst().has(name));
    }
  }

  private void visit(List<Statement> statements, Bound bound) {
    statements.forEach(statement -> visit(statement, bound));
  }

  private void visit(Statement statement, Bound bound) {
    switch (statement) {
      case Statement.Data _ -> {}
      case Statement.Output(var value) -> visit(value, bound);
      case Statement.If(var branches, var otherwise) -> {
        for (var branch : branches) {
          visit(branch.test(), bound);
          visit(branch.body(), bound.inner());
        }
        visit(otherwise, bound.inner());
      }
      case Statement.For loop -> visitLoop(loop, bound);
      case Statement.Assign(var target, var value) -> {
        visit(value, bound);
        bind(target, bound);
      }
      case Statement.Capture(var target, var value, var body) -> {
        visit(body, bound.inner());
        visit(value, bound);
        bind(target, bound);
      }
      case Statement.With(var assigns, var body) -> {
        var inner = bound.inner();
        assigns.forEach(assign -> visit(assign.value(), bound));
        assigns.forEach(assign -> bind(assign.target(), inner));
        visit(body, inner);
      }
      case Statement.Macro macro -> {
        bound.own.add(macro.name());
        visitMacro(macro, bound);
      }
      case Statement.CallBlock(var caller, var call) -> {
        visit(call, bound);
        visitMacro(caller, bound);
      }
      case Statement.FilterBlock(var value, var body) -> {
        visit(body, bound.inner());
        visit(value, bound);
      }
    }
  }

  private void visitLoop(Statement.For statement, Bound bound) {
    var loop = statement.loop();
    visit(loop.over(), bound);
    var inner = bound.inner();
    inner.own.add("loop");
    bind(loop.target(), inner);
    visit(loop.filter(), inner);
    visit(statement.body(), inner);
    visit(statement.otherwise(), bound.inner());
  }

  private void visitMacro(Statement.Macro macro, Bound bound) {
    var inner = bound.inner();
    inner.own.addAll(List.of("caller", "varargs", "kwargs"));
    macro.parameters().forEach(parameter -> inner.own.add(parameter.name()));
    macro
        .parameters()
        .forEach(parameter -> parameter.fallback().forEach(value -> visit(value, inner)));
    visit(macro.body(), inner);
  }

  private void bind(Target target, Bound bound) {
    switch (target) {
      case Target.Name(_, var name) -> bound.own.add(name);
      case Target.Row(_, var targets) -> targets.forEach(each -> bind(each, bound));
      case Target.Attribute(_, var namespace, _) -> mention(List.of(namespace), bound);
    }
  }

  private void mention(List<String> path, Bound bound) {
    if (!path.isEmpty() && !bound.has(path.getFirst())) {
      names.add(path.getFirst());
      paths.add(path);
    }
  }

  private void visit(Expression expression, Bound bound) {
    switch (expression) {
      case Expression.Name _, Expression.Attribute _, Expression.Item _, Expression.Slice _ -> {
        mention(Paths.names(expression), bound);
        visitWay(expression, bound);
      }
      case Expression.Call call -> visitCall(call, bound);
      case Expression.Filter filter -> {
        check(filter);
        filter.children().forEach(child -> visit(child, bound));
      }
      case Expression.Test test -> {
        check("test", Tests.ALL, new Use(test.offset(), test.name(), test.arguments()));
        test.children().forEach(child -> visit(child, bound));
      }
      default -> expression.children().forEach(child -> visit(child, bound));
    }
  }

  /// The keys on the way down a path, and what it begins with if that is no name.
  private void visitWay(Expression expression, Bound bound) {
    var current = expression;
    while (true) {
      switch (current) {
        case Expression.Name _ -> {
          return;
        }
        case Expression.Attribute(_, var of, _) -> current = of;
        case Expression.Item(_, var of, var key) -> {
          visit(key, bound);
          current = of;
        }
        case Expression.Slice slice -> {
          slice.children().subList(1, 4).forEach(child -> visit(child, bound));
          current = slice.of();
        }
        default -> {
          visit(current, bound);
          return;
        }
      }
    }
  }

  private void visitCall(Expression.Call call, Bound bound) {
    switch (call.callee()) {
      case Expression.Name(int offset, var name) -> {
        if (!bound.has(name)) {
          visitFunction(new Use(offset, name, call.arguments()), bound);
        }
      }
      case Expression.Attribute attribute -> {
        visit(attribute.of(), bound);
        checkChange(attribute, bound);
      }
      case Expression callee -> visit(callee, bound);
    }
    var all = call.arguments().after(call.callee());
    all.subList(1, all.size()).forEach(child -> visit(child, bound));
  }

  private void visitFunction(Use use, Bound bound) {
    if (Functions.ALL.find(use.name()).isEmpty()) {
      mention(List.of(use.name()), bound);
    }
    check("function", Functions.ALL, use);
  }

  private void checkChange(Expression.Attribute attribute, Bound bound) {
    var path = Paths.names(attribute.of());
    if (Changes.NAMES.contains(attribute.name())
        && !path.isEmpty()
        && !bound.has(path.getFirst())) {
      flaws.add(
          new Flaw(
              attribute.offset() + 1,
              "`%s` changes nothing here: only what the template has set can be changed"
                  .formatted(attribute.name()),
              "make a new value instead: `list + [value]`, or `map | combine({...})`"));
    }
  }

  /// What is used, under which name and how.
  private record Use(int offset, String name, Arguments arguments) {}

  private void check(Expression.Filter filter) {
    check("filter", Filters.ALL, new Use(filter.offset(), filter.name(), filter.arguments()));
    var named = PickFilters.named(filter);
    if (named.isEmpty()) {
      return;
    }
    switch (filter.name()) {
      case "map" ->
          checkName("filter", Filters.ALL, new Use(filter.offset(), named, Arguments.NONE));
      case "select", "reject", "selectattr", "rejectattr" ->
          checkName("test", Tests.ALL, new Use(filter.offset(), named, Arguments.NONE));
      default -> {}
    }
  }

  private void check(String kind, Library library, Use use) {
    if (!checkName(kind, library, use) || use.arguments().isSpread()) {
      return;
    }
    if (library.find(use.name()).orElseThrow() instanceof Builtin.Fixed(var signature, _)) {
      var misfit =
          signature.misfit(
              use.name(), use.arguments().positional().size(), use.arguments().named().keySet());
      if (!misfit.isEmpty()) {
        flaws.add(new Flaw(use.offset(), misfit, ""));
      }
    }
  }

  private boolean checkName(String kind, Library library, Use use) {
    if (library.find(use.name()).isPresent()) {
      return true;
    }
    var hint =
        switch (kind) {
          case "filter" -> Filters.hint(use.name());
          case "test" -> Tests.hint(use.name());
          default -> Functions.hint(use.name());
        };
    flaws.add(new Flaw(use.offset(), "unknown %s `%s`".formatted(kind, use.name()), hint));
    return false;
  }
}
