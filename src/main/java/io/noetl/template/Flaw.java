package io.noetl.template;

/// Something in a template that parses but cannot work, such as an unknown filter, with its place
/// in the source and a hint (empty when there is none).
public record Flaw(int offset, String message, String hint) {}
