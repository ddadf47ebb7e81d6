package io.noetl.template;

import io.noetl.template.Statement.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The names that statements set in the scope in which they stand.
final class Assigned {
  private Assigned() {}

  static Set<String> names(List<Statement> statements) {
    Set<String> names = new LinkedHashSet<>();
    collect(statements, names);
    return names;
  }

  private static void collect(List<Statement> statements, Set<String> names) {
    for (var statement : statements) {
      switch (statement) {
        case Statement.Assign(var target, _) -> collect(target, names);
        case Statement.Capture(var target, _, _) -> collect(target, names);
        case Statement.Macro macro -> names.add(macro.name());
        case Statement.If(var branches, var otherwise) -> {
          branches.forEach(branch -> collect(branch.body(), names));
          collect(otherwise, names);
        }
        case Statement.Data _,
            Statement.Output _,
            Statement.For _,
            Statement.With _,
            Statement.CallBlock _,
            Statement.FilterBlock _ -> {}
      }
    }
  }

  static void collect(Target target, Set<String> names) {
    switch (target) {
      case Target.Name(_, var name) -> names.add(name);
      case Target.Row(_, var targets) -> targets.forEach(each -> collect(each, names));
      case Target.Attribute _ -> {}
    }
  }
}
