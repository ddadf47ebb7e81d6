package io.noetl.cli;

import io.noetl.engine.Refusal;

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
          case Refusal.InvalidPayload _ -> Exit.USAGE;
          case Refusal.Ended _, Refusal.GoesOn _, Refusal.RunElsewhere _ -> Exit.NOT_ALLOWED;
        },
        text(refusal));
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
