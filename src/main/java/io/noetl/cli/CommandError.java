package io.noetl.cli;

import io.noetl.client.Problem;
import io.noetl.engine.Refusal;
import java.util.List;

/// Ends a command: the message goes to the user, the code is the exit code.
final class CommandError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int exit;

  CommandError(int exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  static CommandError usage(String message) {
    return new CommandError(Exit.USAGE, message);
  }

  static CommandError notFound(String message) {
    return new CommandError(Exit.NOT_FOUND, message);
  }

  static CommandError of(Refusal refusal) {
    return new CommandError(
        switch (refusal) {
          case Refusal.UnknownPlaybook _, Refusal.UnknownExecution _, Refusal.UnknownStep _ ->
              Exit.NOT_FOUND;
          case Refusal.InvalidPlaybook _ -> Exit.INVALID_PLAYBOOK;
          case Refusal.InvalidPayload _, Refusal.InvalidInputs _ -> Exit.USAGE;
          case Refusal.Ended _, Refusal.GoesOn _, Refusal.RunElsewhere _ -> Exit.NOT_ALLOWED;
        },
        text(refusal));
  }

  /// What a server refused.
  static CommandError of(Problem problem) {
    if (problem.code().equals(ServerCatalog.INVALID)) {
      return invalid(Answers.problems(problem.document(), "problems", ""));
    }
    return new CommandError(
        switch (problem.status()) {
          case 400, 413, 415, 422 -> Exit.USAGE;
          case 401, 403, 409, 410 -> Exit.NOT_ALLOWED;
          case 404 -> Exit.NOT_FOUND;
          case 503 -> Exit.UNREACHABLE;
          default -> Exit.FAILED;
        },
        problem.message() + advice(problem));
  }

  private static String advice(Problem problem) {
    if (problem.status() == 401) {
      return "; give a token in NOETL_TOKEN or with --token-file";
    }
    var candidates = Answers.texts(problem.document(), "candidates");
    return candidates.isEmpty() ? "" : ": " + String.join(", ", candidates);
  }

  /// All that is wrong with a playbook, one problem a line, as `noetl validate` says it.
  static CommandError invalid(List<io.noetl.playbook.Problem> problems) {
    var lines = problems.stream().map(io.noetl.playbook.Problem::toString).toList();
    return new CommandError(
        Exit.INVALID_PLAYBOOK, "the playbook is not valid:\n" + String.join("\n", lines));
  }

  /// An invalid playbook says all that is wrong with it, one problem a line.
  private static String text(Refusal refusal) {
    if (!(refusal instanceof Refusal.InvalidPlaybook(var path, var problems))) {
      return refusal.message();
    }
    var text = new StringBuilder("the playbook '").append(path).append("' is not valid:");
    problems.forEach(problem -> text.append('\n').append(problem));
    return text.toString();
  }

  int exit() {
    return exit;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
