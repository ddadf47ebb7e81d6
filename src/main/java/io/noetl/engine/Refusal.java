package io.noetl.engine;

import io.noetl.playbook.Problem;
import java.util.List;

/// A request that cannot be done in the present state; `message` says why and what to do.
public sealed interface Refusal {
  String message();

  /// Nothing is known under this path and version.
  record UnknownPlaybook(String path, int version) implements Refusal {
    @Override
    public String message() {
      return version == 0
          ? "no playbook is registered under '%s'".formatted(path)
          : "no version %d of playbook '%s' is registered".formatted(version, path);
    }
  }

  /// The playbook has errors.
  record InvalidPlaybook(String path, List<Problem> problems) implements Refusal {
    public InvalidPlaybook {
      problems = List.copyOf(problems);
    }

    @Override
    public String message() {
      return "playbook '%s' is not valid: %s".formatted(path, problems.getFirst());
    }
  }

  /// The workload cannot be made.
  record InvalidPayload(String message) implements Refusal {}

  /// What the workload holds is not what the playbook says of its inputs; each of `flaws` names the
  /// place, what was expected and what was found.
  record InvalidInputs(String path, List<String> flaws) implements Refusal {
    public InvalidInputs {
      flaws = List.copyOf(flaws);
    }

    @Override
    public String message() {
      return flaws.size() == 1
          ? "playbook '%s' cannot take its input %s".formatted(path, flaws.getFirst())
          : "playbook '%s' cannot take its inputs:\n%s".formatted(path, String.join("\n", flaws));
    }
  }

  /// No execution has this id.
  record UnknownExecution(long execution) implements Refusal {
    @Override
    public String message() {
      return "there is no execution " + execution;
    }
  }

  /// The playbook has no such step, or the execution never began it.
  record UnknownStep(long execution, String step) implements Refusal {
    @Override
    public String message() {
      return "execution %d never began a step '%s'".formatted(execution, step);
    }
  }

  /// The execution has not ended.
  record GoesOn(long execution, String phase) implements Refusal {
    @Override
    public String message() {
      return "execution %d has not ended (%s): wait for its end, or cancel it first"
          .formatted(execution, phase);
    }
  }

  /// The execution has ended.
  record Ended(long execution, String phase) implements Refusal {
    @Override
    public String message() {
      return "execution %d has ended already (%s)".formatted(execution, phase);
    }
  }

  /// Another engine, at work, runs the execution.
  record RunElsewhere(long execution, String owner) implements Refusal {
    @Override
    public String message() {
      return "execution %d is being run by another process (%s)".formatted(execution, owner);
    }
  }
}
