package io.noetl.template;

import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;

/// A value that only templates have and that they do not take for its plain data at every
/// operation.
sealed interface Native extends View permits Row, Table, Bytes, Namespace, Callable {

  /// `value` itself, or the data that a view of someone else stands for.
  static Value bare(Value value) {
    return value instanceof View view && !(value instanceof Native) && !(value instanceof Undefined)
        ? view.plain()
        : value;
  }
}
