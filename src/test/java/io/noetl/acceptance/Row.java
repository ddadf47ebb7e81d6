package io.noetl.acceptance;

/// One row of the acceptance catalogue: a playbook, what it must come to, and the check of that.
///
/// `section` groups rows; `playbook` is a file below `examples/`, or a few words where the text
/// stands in the test; `expected` is what the check holds it against, in one sentence.
record Row(String section, String playbook, String expected, Place place, Check check) {

  /// What a row needs around it.
  enum Place {
    /// Nothing, or PostgreSQL.
    HERE("here"),
    /// A service of the cloud, whose place a local server or driver takes.
    STAND_IN("against a stand-in");

    private final String words;

    Place(String words) {
      this.words = words;
    }
  }

  @FunctionalInterface
  interface Check {
    void hold(Stage stage) throws Exception;
  }

  static Row here(String section, String playbook, String expected, Check check) {
    return new Row(section, playbook, expected, Place.HERE, check);
  }

  static Row standIn(String section, String playbook, String expected, Check check) {
    return new Row(section, playbook, expected, Place.STAND_IN, check);
  }

  String name() {
    return "%s %s: %s".formatted(section, playbook, expected);
  }

  /// The row of the table in `docs/acceptance.md`.
  String line(boolean holds) {
    var link =
        playbook.endsWith(".yaml")
            ? "[%s](../examples/%s)"
                .formatted(playbook.substring(playbook.indexOf('/') + 1), playbook)
            : playbook;
    return "| %s | %s | %s | %s |"
        .formatted(link, expected.replace("|", "\\|"), place.words, holds ? "holds" : "**FAILS**");
  }
}
