package io.noetl.server.http;

import java.io.InputStream;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A request as it comes from the wire: path and query as they were sent, `headers` giving a
/// header's value (empty for none), `length` that of the body (0 for none, -1 for unknown).
record Incoming(
    String verb,
    String path,
    String query,
    UnaryOperator<String> headers,
    long length,
    Supplier<InputStream> body) {

  String header(String name) {
    return headers.apply(name);
  }

  boolean hasBody() {
    return length != 0;
  }
}
