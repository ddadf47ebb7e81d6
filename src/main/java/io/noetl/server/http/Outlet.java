package io.noetl.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/// Writes server-sent events; each is on its way when the call returns.
public final class Outlet {
  private final OutputStream out;
  private final UnaryOperator<String> json;

  /// `json` is what becomes of data.
  Outlet(OutputStream out, UnaryOperator<String> json) {
    this.out = out;
    this.json = json;
  }

  /// An event; `id` is what a client that comes back says it has seen last, empty for none. `data`
  /// is one line of JSON.
  public void event(String name, String id, String data) throws IOException {
    var text = new StringBuilder(data.length() + 60);
    if (!id.isEmpty()) {
      text.append("id: ").append(id).append('\n');
    }
    text.append("event: ").append(name).append('\n');
    text.append("data: ").append(json.apply(data)).append("\n\n");
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// A comment, which tells both ends that the other is there.
  public void heartbeat() throws IOException {
    out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// How long a client shall wait before it comes back.
  void retry(long millis) throws IOException {
    out.write("retry: %d\n\n".formatted(millis).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  public void flush() throws IOException {
    out.flush();
  }
}
