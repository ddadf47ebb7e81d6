package io.noetl.tool.secrets;

import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;

/// The sentences in which it is said why a secret cannot be had.
final class Refused {
  private static final String CODE = "secret";

  private Refused() {}

  /// The call itself is wrong, or is not allowed: no attempt will succeed.
  static ToolFailure invalid(String message) {
    return ToolFailure.invalid(CODE, message);
  }

  /// Another attempt may succeed.
  static ToolFailure error(String message) {
    return ToolFailure.error(CODE, message);
  }

  /// What a provider's status means for who asked; `hint` says what to do where it refuses.
  static ToolFailure status(Wanted wanted, String where, Answer answer, String hint) {
    var what =
        "secret '%s' of %s%s"
            .formatted(
                wanted.name(),
                where,
                wanted.version().isEmpty() ? "" : ", version " + wanted.version());
    var words = answer.words().isEmpty() ? "" : ": " + answer.words();
    int status = answer.status();
    if (status == 401 || status == 403) {
      return invalid("not allowed to read %s (HTTP %d%s); %s".formatted(what, status, words, hint));
    }
    if (status == 404) {
      return invalid("there is no %s (HTTP 404%s)".formatted(what, words));
    }
    return status >= 500 || status == 429
        ? error("%s cannot be had now: HTTP %d%s".formatted(what, status, words))
        : invalid("%s cannot be had: HTTP %d%s".formatted(what, status, words));
  }

  /// What came is not what a provider answers.
  static ToolFailure garbage(Wanted wanted, String where) {
    return error(
        "%s answered something else than a secret when asked for '%s': is it the right address?"
            .formatted(where, wanted.name()));
  }
}
