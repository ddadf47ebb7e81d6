package io.noetl.template;

import io.noetl.value.Value;

/// A compiled expression.
@FunctionalInterface
interface Node {
  Value eval(Frame frame);
}
