package io.noetl.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The path of a request with its query, encoded.
public record Locator(String text) {

  /// `segments` follow the path as they are, each as one part of it.
  public static Locator of(String path, String... segments) {
    var text = new StringBuilder(path);
    for (var segment : segments) {
      text.append('/').append(encoded(segment));
    }
    return new Locator(text.toString());
  }

  /// With a part below it.
  public Locator below(String part) {
    return new Locator(text + "/" + part);
  }

  /// With one more parameter; an empty one is left out.
  public Locator with(String name, String value) {
    return value.isEmpty()
        ? this
        : new Locator(text + (text.indexOf('?') < 0 ? '?' : '&') + name + '=' + encoded(value));
  }

  public Locator with(String name, long value) {
    return with(name, Long.toString(value));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
