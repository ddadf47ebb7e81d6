package io.noetl.tool.secrets;

import io.noetl.tool.Environment;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;

/// `type: secrets`: reads a secret and answers where it stands, not what it is. The steps that name
/// this step get the value from their own workers, which read it again (docs/decisions/0020).
public final class SecretsTool implements Tool {
  /// What stands in place of the value in all that is kept.
  private static final Text BLACK = Text.of("***");

  private static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(1);

  private final Environment environment;

  public SecretsTool(Environment environment) {
    this.environment = environment;
  }

  @Override
  public String kind() {
    return "secrets";
  }

  @Override
  public Duration timeoutDefault() {
    return TIMEOUT_DEFAULT;
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    var wanted = Wanted.of(call.config());
    var secret = environment.providers().read(wanted, watch);
    var data = Fields.of("secret_value", BLACK).overlaid(wanted.at(secret.version()).keys());
    return Fields.of("status", Text.of("success"), "data", data);
  }

  @Override
  public void close() {
    environment.providers().close();
  }
}
