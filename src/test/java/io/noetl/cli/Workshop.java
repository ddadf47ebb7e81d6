package io.noetl.cli;

import io.noetl.tool.Credentials;
import io.noetl.worker.CallRunner;
import java.nio.file.Path;
import java.util.Map;

/// The tools and savers as `noetl run` has them, for tests that run whole playbooks.
public final class Workshop implements AutoCloseable {
  private final Wiring.Tools tools;

  /// `variables` are the worker's environment, `data` its data directory.
  public Workshop(Map<String, String> variables, Path data, Credentials credentials, int slots) {
    tools = Wiring.tools(variables, slots, credentials, Wiring.Part.own(variables, data));
  }

  public CallRunner runner() {
    return tools.runner();
  }

  @Override
  public void close() {
    tools.close();
  }
}
