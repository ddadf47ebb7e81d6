package io.noetl.engine;

import java.util.List;

/// What was given for an execution's inputs is not what the playbook can take. Thrown by the one
/// who makes the workload; whoever asked for it tells the caller.
final class Misfit extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Refusal.InvalidInputs refusal;

  Misfit(String path, List<String> flaws) {
    this(new Refusal.InvalidInputs(path, flaws));
  }

  private Misfit(Refusal.InvalidInputs refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
