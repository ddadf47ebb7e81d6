package io.noetl.worker;

import io.noetl.job.Call;
import io.noetl.job.ResultView;
import io.noetl.tool.Providers;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.util.HashMap;
import java.util.Map;

/// The results of the secrets steps that a call names, as its templates are to see them: with the
/// value, which the history does not have. It is read again, in the version that the step has read.
final class SecretSteps {
  private static final String VALUE = "secret_value";

  private SecretSteps() {}

  static Map<String, ResultView> read(Call call, Providers providers, Watch watch)
      throws ToolFailure, InterruptedException {
    var read = new HashMap<String, ResultView>();
    for (var entry : call.steps().asMap().entrySet()) {
      if (entry.getValue() instanceof Fields step
          && step.get(Call.SECRET) == Bool.TRUE
          && step.get("data") instanceof Fields payload
          && payload.get("data") instanceof Fields reference) {
        var secret = providers.read(Wanted.of(reference), watch);
        var data = reference.with(VALUE, Text.of(secret.value()));
        var whole = step.with("data", payload.with("data", data));
        read.put(entry.getKey(), ResultView.of(entry.getKey(), whole));
      }
    }
    return read;
  }
}
