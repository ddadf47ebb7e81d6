package io.noetl.tool.secrets;

import io.noetl.tool.Environment;
import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;

/// `provider: env`: the variable `NOETL_SECRET_<NAME>` of the worker.
record EnvKeeper(Environment environment) implements Keeper {
  @Override
  public Secret read(Wanted wanted) throws ToolFailure {
    return environment
        .secret(wanted.name())
        .map(value -> new Secret(value, ""))
        .orElseThrow(
            () ->
                Refused.invalid(
                    "the secret %s is not known: set %s where the worker runs"
                        .formatted(wanted.name(), Environment.variableOfSecret(wanted.name()))));
  }
}
