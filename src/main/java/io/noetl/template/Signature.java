package io.noetl.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of what a function, filter, test or method takes; the first `required` must be given.
record Signature(List<String> names, int required) {

  /// `length end?`: the names in order, optional ones with a question mark.
  static Signature of(String text) {
    List<String> names = new ArrayList<>();
    int required = 0;
    for (var word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      if (word.endsWith("?")) {
        names.add(word.substring(0, word.length() - 1));
      } else {
        names.add(word);
        required++;
      }
    }
    return new Signature(List.copyOf(names), required);
  }

  /// What is wrong with such arguments for `callee`, or empty.
  String misfit(String callee, int positional, Set<String> named) {
    if (positional > names.size()) {
      return "`%s` takes %s, found %d".formatted(callee, count(names.size()), positional);
    }
    for (var name : named) {
      int index = names.indexOf(name);
      if (index < 0) {
        return "`%s` has no argument `%s`, it takes %s".formatted(callee, name, this);
      }
      if (index < positional) {
        return "`%s` is given its argument `%s` twice".formatted(callee, name);
      }
    }
    for (int i = positional; i < required; i++) {
      if (!named.contains(names.get(i))) {
        return "`%s` needs its argument `%s`".formatted(callee, names.get(i));
      }
    }
    return "";
  }

  private static String count(int size) {
    return switch (size) {
      case 0 -> "no arguments";
      case 1 -> "at most one argument";
      default -> "at most %d arguments".formatted(size);
    };
  }

  /// The arguments in the order of the names; `absent` for those that are not given.
  <T> List<T> bound(List<T> positional, Map<String, T> named, T absent) {
    List<T> bound = new ArrayList<>(positional);
    for (int i = positional.size(); i < names.size(); i++) {
      bound.add(named.getOrDefault(names.get(i), absent));
    }
    return bound;
  }

  @Override
  public String toString() {
    return names.isEmpty() ? "none" : "`" + String.join("`, `", names) + "`";
  }
}
