package io.noetl.cli;

/// A playbook as users name it: `path` or `path@version`; version 0 is the latest.
record CatalogPath(String path, int version) {
  static CatalogPath of(String text) {
    int at = text.lastIndexOf('@');
    if (at > 0) {
      try {
        int version = Integer.parseInt(text.substring(at + 1));
        if (version > 0) {
          return new CatalogPath(text.substring(0, at), version);
        }
      } catch (NumberFormatException _) {
        // Then the @ belongs to the path.
      }
    }
    return new CatalogPath(text, 0);
  }
}
