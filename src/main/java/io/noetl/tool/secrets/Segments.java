package io.noetl.tool.secrets;

import io.noetl.tool.ToolFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// Names that a playbook gives, as parts of a URL that they cannot leave: a login goes with it.
final class Segments {
  private Segments() {}

  /// `a/b c` as `a/b%20c`; what would climb out of its place is refused.
  static String path(String key, String name) throws ToolFailure {
    var path = new StringJoiner("/");
    for (var segment : name.split("/", -1)) {
      if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
        throw Refused.invalid("'%s: %s' is no path of a secret".formatted(key, name));
      }
      path.add(one(segment));
    }
    return path.toString();
  }

  static String one(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// `text`, if it looks as `pattern` says; `example` tells people how.
  static String matching(String pattern, String key, String text, String example)
      throws ToolFailure {
    if (text.matches(pattern)) {
      return text;
    }
    throw Refused.invalid("'%s' must look like %s, is '%s'".formatted(key, example, text));
  }

  static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
