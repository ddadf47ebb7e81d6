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
///
/// The header `Idempotency-Key` is the same each time that the same work is saved, so that the
/// receiver can tell a repetition; it is for him to do so.
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
    var post = spec.get("method") == Null.NULL ? spec.with("method", Text.of("POST")) : spec;
    var config = post.with("headers", headers(order));
    var inputs = Fields.of("body", order.data());
    var call = new ToolCall(order.key(), config, inputs, "", Fields.EMPTY, order.step());
    var response = (Fields) http.runSoon(call, watch);
    return Fields.of("saved", Text.of(storage()), "status_code", response.get("status_code"));
  }

  private static Fields headers(Order order) {
    var key = Fields.of("Idempotency-Key", Text.of(order.key()));
    return order.spec().get("headers") instanceof Fields given ? key.overlaid(given) : key;
  }
}
