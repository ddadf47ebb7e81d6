package io.noetl.plan;

/// A plan that can never be carried out: a piece wants more than there is.
public final class Infeasible extends RuntimeException {
  private static final long serialVersionUID = 1;

  Infeasible(String message) {
    super(message, null, false, false);
  }
}
