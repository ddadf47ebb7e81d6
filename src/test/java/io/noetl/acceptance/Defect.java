package io.noetl.acceptance;

/// A mistake of the original, and what keeps it out of here: a check, or (where there is nothing
/// that could have it) the reason.
record Defect(int number, String group, String wrong, String here, Row.Check check) {
  private static final Row.Check NONE = _ -> {};

  static Defect kept(int number, String group, String wrong, String here, Row.Check check) {
    return new Defect(number, group, wrong, here, check);
  }

  static Defect impossible(int number, String group, String wrong, String reason) {
    return new Defect(number, group, wrong, reason, NONE);
  }

  boolean isChecked() {
    return check != NONE;
  }

  String name() {
    return "D%d: %s".formatted(number, here);
  }

  String line(boolean holds) {
    var verdict = isChecked() ? holds ? "holds" : "**FAILS**" : "cannot occur";
    return "| D%d | %s | %s | %s |".formatted(number, wrong, here, verdict);
  }
}
