package io.noetl.server.http;

import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// What a route answers.
public sealed interface Reply {
  String JSON = "application/json";
  String PROBLEM = "application/problem+json";
  String CONNECTION = "Connection";
  String CLOSE = "close";

  /// Parts the values of a header that comes several times.
  String LINE_END = "\n";

  int status();

  Map<String, String> headers();

  /// Whether nothing more may come on its connection.
  default boolean isLast() {
    return CLOSE.equals(headers().get(CONNECTION));
  }

  /// A text of some media type, at once.
  record Whole(int status, String type, String text, Map<String, String> headers) implements Reply {
    public Whole {
      headers = Map.copyOf(headers);
    }
  }

  /// Bytes of some media type, at once.
  record Raw(int status, String type, ByteBuffer bytes, Map<String, String> headers)
      implements Reply {
    public Raw {
      headers = Map.copyOf(headers);
    }
  }

  /// The client has it already.
  record Unchanged(Map<String, String> headers) implements Reply {
    public Unchanged {
      headers = Map.copyOf(headers);
    }

    @Override
    public int status() {
      return 304;
    }
  }

  /// Events, for as long as there are any.
  record Streamed(Stream stream) implements Reply {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  /// Writes events until there are no more; ends by an [IOException] when nobody reads them.
  interface Stream {
    void run(Outlet outlet) throws IOException, InterruptedException;
  }

  static Reply json(Value value) {
    return json(200, value);
  }

  static Reply json(int status, Value value) {
    return text(status, JSON, io.noetl.value.Json.write(value));
  }

  /// JSON that is written already.
  static Reply written(String json) {
    return text(200, JSON, json);
  }

  static Reply text(int status, String type, String text) {
    return new Whole(status, type, text, Map.of());
  }

  /// The same with one more header.
  static Reply with(Reply reply, String name, String value) {
    return switch (reply) {
      case Whole it -> new Whole(it.status(), it.type(), it.text(), added(it, name, value));
      case Raw it -> new Raw(it.status(), it.type(), it.bytes(), added(it, name, value));
      case Unchanged it -> new Unchanged(added(it, name, value));
      case Streamed it -> it;
    };
  }

  private static Map<String, String> added(Reply reply, String name, String value) {
    var headers = new java.util.LinkedHashMap<>(reply.headers());
    headers.put(name, value);
    return headers;
  }

  static Reply problem(Fault fault, String path) {
    Fields json = fault.json(path);
    return new Whole(fault.status(), PROBLEM, io.noetl.value.Json.write(json), fault.headers());
  }
}
