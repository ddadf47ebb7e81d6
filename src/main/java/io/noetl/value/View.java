package io.noetl.value;

/// A value that exists only while a template runs: it answers attributes in its own way (a step's
/// result, an undefined name, a function) and becomes plain data before it leaves the template.
public non-sealed interface View extends Value {

  /// The attribute `name`, or an [Undefined] where there is none. Never fails.
  Value attribute(String name);

  /// The data this view stands for; never a view.
  @Override
  Value plain();
}
