package io.noetl.server.http;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import java.io.IOException;
import java.util.Locale;

/// Reads bodies: JSON only, and only so much of it.
final class Bodies {
  private static final String TYPE = "application/json";

  private Bodies() {}

  static Body read(Incoming request, Route route) {
    var form = route.body();
    if (!request.hasBody()) {
      return checked(Fields.EMPTY, form);
    }
    checkType(request.header("Content-Type"));
    var bytes = bytes(request, route.bodyMax());
    if (bytes.length == 0) {
      return checked(Fields.EMPTY, form);
    }
    try {
      if (Json.read(bytes) instanceof Fields fields) {
        return checked(fields, form);
      }
    } catch (JsonError e) {
      throw Fault.of(400, "broken-json", "the body is not JSON: " + e.getMessage());
    }
    throw Fault.body("", "a map", "something else");
  }

  private static Body checked(Fields fields, Form form) {
    var flaws = form.check(fields);
    if (!flaws.isEmpty()) {
      throw Fault.body(flaws);
    }
    return new Body(fields);
  }

  /// A page of another origin can send forms and texts without being asked, but not this.
  private static void checkType(String given) {
    int end = given.indexOf(';');
    var type = (end < 0 ? given : given.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    var rest = end < 0 ? "" : given.substring(end).toLowerCase(Locale.ROOT);
    boolean isOtherCharset = rest.contains("charset=") && !rest.contains("utf-8");
    if (!type.equals(TYPE) || isOtherCharset) {
      throw Fault.of(
              415,
              "unsupported-media-type",
              "a body must be application/json in UTF-8, this is '%s'"
                  .formatted(Fault.shortened(given)))
          .withHeader("Accept-Post", TYPE);
    }
  }

  private static byte[] bytes(Incoming request, int bytesMax) {
    if (request.length() > bytesMax) {
      throw tooLarge(bytesMax);
    }
    try {
      // Not closed: that would read all the rest of a body that is refused.
      var bytes = request.body().get().readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw tooLarge(bytesMax);
      }
      return bytes;
    } catch (IOException e) {
      throw Fault.of(400, "broken-body", "the body could not be read: " + e.getMessage()).closing();
    }
  }

  private static Fault tooLarge(int bytesMax) {
    return Fault.of(
            413,
            "too-large",
            "a body may have %d MiB; keep data in a file and pass its name"
                .formatted(bytesMax >> 20))
        .closing();
  }
}
