package io.noetl.server.http;

/// What a route does.
@FunctionalInterface
public interface Handler {
  /// Throws [Fault] where the request cannot be fulfilled.
  Reply handle(Request request) throws InterruptedException;
}
