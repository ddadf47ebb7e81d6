package io.noetl.server.http;

/// The methods of HTTP that routes have.
public enum Verb {
  GET,
  POST,
  PUT,
  DELETE
}
