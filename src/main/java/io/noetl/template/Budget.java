package io.noetl.template;

/// How much one rendering may cost before it is refused: so that no template, and no data, can hold
/// a thread for long or fill the memory.
///
/// `steps` bounds the work (roughly one for each element or operator inside a loop), `chars` all
/// text that is produced on the way, `depth` how deeply macros and recursive loops nest.
public record Budget(int steps, int chars, int depth) {
  /// Tens of milliseconds of work; text as large as the largest result (32 MiB); a depth that needs
  /// a small part of a thread's stack.
  public static final Budget DEFAULT = new Budget(2_000_000, 32 << 20, 400);

  public Budget {
    if (steps < 1 || chars < 1 || depth < 1) {
      throw new IllegalArgumentException("a budget needs at least one step, character and level");
    }
  }
}
