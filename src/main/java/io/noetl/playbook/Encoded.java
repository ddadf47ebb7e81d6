package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Span;
import io.noetl.playbook.Written.Style;
import io.noetl.value.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Text that stands in a playbook as base64, under a key that ends in `_b64`.
final class Encoded {
  static final String SUFFIX = "_b64";
  private static final String SUFFIX_LONG = "_base64";

  private Encoded() {}

  /// What the entry holds, decoded if its key says that it is encoded.
  static Written value(Entry entry, Problems problems) {
    return isEncoded(entry) && entry.value() instanceof Scalar scalar
        ? decoded(scalar, problems)
        : entry.value();
  }

  static boolean isEncoded(Entry entry) {
    return entry.name().endsWith(SUFFIX) || entry.name().endsWith(SUFFIX_LONG);
  }

  private static Scalar decoded(Scalar scalar, Problems problems) {
    try {
      var bytes = Base64.getMimeDecoder().decode(scalar.text().strip());
      var text = new String(bytes, StandardCharsets.UTF_8);
      int start = scalar.span().start();
      return new Scalar(scalar.spot(), new Span(start, start, Style.PLAIN), text, Text.of(text));
    } catch (IllegalArgumentException e) {
      problems.error(scalar.spot(), "bad-base64", "this is not base64: " + e.getMessage(), "");
      return scalar;
    }
  }
}
