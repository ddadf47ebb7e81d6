package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Undefined;
import io.noetl.value.Value;

/// The names an expression can see.
@FunctionalInterface
public interface Scope {
  /// A scope without names.
  Scope EMPTY = Undefined::new;

  /// The value of `name`, or an [Undefined] where nothing defines it. Never fails.
  Value find(String name);

  static Scope of(Fields fields) {
    return name -> {
      var value = fields.getOr(name, Access.ABSENT);
      return value == Access.ABSENT ? new Undefined(name) : value;
    };
  }

  /// This scope, and `other` for the names that this one does not define.
  default Scope over(Scope other) {
    return name -> {
      var value = find(name);
      return value instanceof Undefined ? other.find(name) : value;
    };
  }
}
