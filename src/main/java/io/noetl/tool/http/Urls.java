package io.noetl.tool.http;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// Writes values into URLs.
final class Urls {
  private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=%";

  private Urls() {}

  /// The endpoint with `query` added to its own; characters that no URL has are encoded.
  static String withQuery(String endpoint, Fields query) {
    int hash = endpoint.indexOf('#');
    var base = encoded(hash < 0 ? endpoint : endpoint.substring(0, hash));
    var added = form(query);
    if (added.isEmpty()) {
      return base;
    }
    if (base.endsWith("?") || base.endsWith("&")) {
      return base + added;
    }
    return base + (base.contains("?") ? "&" : "?") + added;
  }

  /// Where `reference` leads from `base`. A query alone keeps the path, which URI itself forgets.
  static URI resolve(URI base, String reference) {
    if (!reference.startsWith("?")) {
      return base.resolve(reference);
    }
    var text = base.toString().replaceFirst("[?#].*", "");
    return URI.create(text + reference);
  }

  /// `a=1&a=2&b=x`: a list repeats its name, null is left out.
  static String form(Fields fields) {
    var form = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          if (value instanceof Items(var several)) {
            several.forEach(each -> add(form, name, each));
          } else {
            add(form, name, value);
          }
        });
    return form.toString();
  }

  private static void add(StringJoiner form, String name, Value value) {
    if (value != Null.NULL) {
      form.add(encode(name) + "=" + encode(Requests.text(value)));
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String url) {
    var out = new StringBuilder(url.length());
    url.codePoints()
        .forEach(
            c -> {
              boolean isPlain =
                  c < 128 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0);
              if (isPlain) {
                out.append((char) c);
              } else if (c == ' ') {
                out.append("%20");
              } else {
                out.append(encode(Character.toString(c)));
              }
            });
    return out.toString();
  }
}
