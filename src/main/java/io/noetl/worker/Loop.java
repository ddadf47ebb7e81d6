package io.noetl.worker;

import io.noetl.template.Document;
import io.noetl.template.Template;
import io.noetl.tool.Toolbox;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Optional;

/// The parts of an iterator that are rendered for each item, compiled.
record Loop(Optional<Document> where, Optional<Document> orderBy, Body body) {

  /// Throws [io.noetl.template.TemplateError].
  static Loop of(Fields plan, Toolbox toolbox) {
    return new Loop(
        expression(plan.get("where")),
        expression(plan.get("order_by")),
        Body.of((Fields) plan.get("task"), toolbox));
  }

  private static Optional<Document> expression(Value tree) {
    return tree == Null.NULL ? Optional.empty() : Optional.of(Document.of(braced(tree)));
  }

  /// An expression may be written without its braces.
  private static Value braced(Value tree) {
    return switch (tree) {
      case Text(var text) when !Template.isTemplate(text) -> Text.of("{{ " + text + " }}");
      case Items(var list) -> new Items(list.stream().map(Loop::braced).toList());
      default -> tree;
    };
  }
}
