package io.noetl.secret;

import java.nio.charset.StandardCharsets;

/// What a credential's envelope is bound to: under another name or type it does not open.
record Label(String name, String type) {

  /// Neither part can hold a zero, so that no two labels are the same bytes.
  byte[] bytes(String purpose) {
    return String.join("\0", "noetl", purpose, name, type).getBytes(StandardCharsets.UTF_8);
  }
}
