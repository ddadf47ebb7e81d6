package io.noetl.worker;

import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Value;

/// A call's inputs as names: each by its own, all of them as `data` and `input`. They hide what is
/// below them, save the execution's id.
record InputNames(Fields inputs, Scope below) implements Scope {
  @Override
  public Value find(String name) {
    if (name.equals("execution_id")) {
      return below.find(name);
    }
    var own = inputs.find(name);
    if (own.isPresent()) {
      return own.get();
    }
    return name.equals("data") || name.equals("input") ? inputs : below.find(name);
  }
}
