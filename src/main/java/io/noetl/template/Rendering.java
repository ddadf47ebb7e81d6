package io.noetl.template;

import io.noetl.value.Value;
import java.util.Set;

/// Rendering of whole documents: every text of a tree is a template, names of map entries are not.
/// To render the same tree often, keep its [Document].
public final class Rendering {
  private Rendering() {}

  /// The tree with every template's native value. Throws [TemplateError], its message led by the
  /// place in the tree (`data.city: ...`).
  public static Value render(Value tree, Scope scope, Ambient ambient) {
    return Document.of(tree).render(scope, ambient);
  }

  public static Document compile(Value tree) {
    return Document.of(tree);
  }

  /// The names that the tree's templates mention.
  public static Set<String> names(Value tree) {
    return Document.of(tree).names();
  }
}
