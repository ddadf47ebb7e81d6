package io.noetl.store;

/// The keys under which callers ask for executions, so that a repeated request starts nothing new.
public interface RequestKeys {
  /// Reserves `execution` for `key`, or answers with what the key was given before. `digest` stands
  /// for the request's content.
  Claim claim(String key, String digest, long execution);

  /// The execution of a key, and whether it was claimed with the same digest.
  record Claim(long execution, boolean isSame) {}
}
