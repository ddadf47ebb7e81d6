package io.noetl.tool.http;

import io.noetl.tool.Saver;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;

/// `storage: http`: sends the data as the body of a request to `endpoint`, by POST unless `method`
/// says otherwise; `headers` and `auth` are those of an http step.
public final class HttpSaver implements Saver {
  private final HttpTool http;

  public HttpSaver(HttpTool http) {
    this.http = http;
  }

  @Override
  public String storage() {
    return "http";
  }

  @Override
  public Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException {
    var spec = order.spec();
    var config = spec.get("method") == Null.NULL ? spec.with("method", Text.of("POST")) : spec;
    var inputs = Fields.of("body", order.data());
    var call = new ToolCall(order.key(), config, inputs, "", Fields.EMPTY, order.step());
    var response = (Fields) http.run(call, watch);
    return Fields.of("saved", Text.of(storage()), "status_code", response.get("status_code"));
  }
}
