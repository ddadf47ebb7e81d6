package io.noetl.playbook;

import io.noetl.playbook.Problem.Severity;
import io.noetl.playbook.Written.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong with one playbook. The same problem twice (an alias leads to the same
/// text again) counts once.
final class Problems {
  /// More than a person reads at once; a hostile file cannot make more.
  static final int COUNT_MAX = 1000;

  private final Source source;
  private final Set<Problem> found = new LinkedHashSet<>();
  private int errors;

  Problems(Source source) {
    this.source = source;
  }

  Source source() {
    return source;
  }

  void error(Spot spot, String code, String message, String hint) {
    add(new Problem(Severity.ERROR, source.place(spot), code, message, hint));
  }

  void warn(Spot spot, String code, String message, String hint) {
    add(new Problem(Severity.WARNING, source.place(spot), code, message, hint));
  }

  void error(Place place, String code, String message, String hint) {
    add(new Problem(Severity.ERROR, place, code, message, hint));
  }

  void warn(Place place, String code, String message, String hint) {
    add(new Problem(Severity.WARNING, place, code, message, hint));
  }

  void add(Problem problem) {
    errors += problem.isError() ? 1 : 0;
    if (found.size() < COUNT_MAX) {
      found.add(problem);
    }
  }

  /// Adds a problem that says more than others at its place do.
  void replace(Problem problem) {
    found.removeIf(each -> each.place().equals(problem.place()));
    add(problem);
  }

  boolean hasErrors() {
    return errors > 0;
  }

  /// Whether a problem with one of these codes has been found.
  boolean has(String... codes) {
    return found.stream().anyMatch(problem -> List.of(codes).contains(problem.code()));
  }

  boolean hasErrorAt(Place place) {
    return found.stream().anyMatch(each -> each.isError() && each.place().equals(place));
  }

  boolean isFull() {
    return found.size() >= COUNT_MAX;
  }

  int errorCount() {
    return errors;
  }

  /// In the order of their places; errors first at the same place.
  List<Problem> sorted() {
    var sorted = new ArrayList<>(found);
    if (sorted.size() < 2) {
      return sorted; // Most playbooks have none: comparators are not made for them.
    }
    sorted.sort(
        Comparator.comparingInt((Problem problem) -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column())
            .thenComparing(Problem::severity));
    return sorted;
  }
}
