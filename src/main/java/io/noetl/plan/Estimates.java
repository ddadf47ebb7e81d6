package io.noetl.plan;

/// Tells how long steps may last.
public interface Estimates {
  /// Where nothing is known.
  Estimates DEFAULTS = (_, tool, _) -> new Estimate(millis(tool), "default");

  /// What is asked for: the whole of a step, or one of its iterations.
  enum Part {
    STEP,
    ITERATION
  }

  Estimate of(String step, String tool, Part part);

  private static long millis(String tool) {
    return switch (tool) {
      case "http" -> 1_200;
      case "postgres" -> 800;
      case "duckdb" -> 8_000;
      case "save" -> 500;
      case "iterator" -> 0;
      default -> 1_000;
    };
  }
}
