package io.noetl.template;

/// A compiled part of a template.
@FunctionalInterface
interface Block {
  void run(Frame frame);
}
