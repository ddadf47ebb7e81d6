package io.noetl.worker;

import io.noetl.tool.Environment;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;

/// The secrets that a job may name in its templates: `{{ secret.NAME }}`.
final class Secrets implements View {
  private final Environment environment;
  private final Log log;
  private final Redaction redaction;

  Secrets(Environment environment, Log log, Redaction redaction) {
    this.environment = environment;
    this.log = log;
    this.redaction = redaction;
  }

  @Override
  public Value attribute(String name) {
    var secret = environment.secret(name);
    if (secret.isEmpty()) {
      log.note(
          "secret %s is not known: set %s where the worker runs"
              .formatted(name, Environment.variableOfSecret(name)));
      return new Undefined("secret." + name);
    }
    redaction.hide(secret.get());
    return Text.of(secret.get());
  }

  /// All of them at once are nobody's business.
  @Override
  public Value plain() {
    return Null.NULL;
  }

  @Override
  public String kind() {
    return "secrets";
  }
}
