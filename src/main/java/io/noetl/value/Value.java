package io.noetl.value;

/// One piece of data: what playbooks carry between steps, what events hold, what JSON can say.
///
/// All kinds are immutable. [View] is the exception that lives only while a template runs: it
/// answers attributes in its own way and turns into plain data by [View#plain()] before it leaves.
public sealed interface Value permits Null, Bool, Num, Text, Items, Fields, View {

  /// The word for this kind in messages: `null`, `boolean`, `number`, `text`, `list` or `map`.
  String kind();

  /// This value as an entry of a document: itself, or a view's plain data (deeply).
  default Value plain() {
    return this;
  }
}
