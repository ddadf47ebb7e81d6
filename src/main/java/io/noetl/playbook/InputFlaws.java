package io.noetl.playbook;

import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// All that is wrong with the inputs of an execution: where, what was expected, what was found.
final class InputFlaws {
  /// Who gets more than these has mistaken the whole.
  private static final int COUNT_MAX = 50;

  private static final int SHOWN_MAX = 80;

  private final List<String> found = new ArrayList<>();

  void add(String path, String expected, Value value) {
    add(path, expected, shown(value));
  }

  void add(String path, String expected, String value) {
    if (!areEnough()) {
      found.add("%s: expected %s, found %s".formatted(path, expected, value));
    }
  }

  void addUnknown(String path, String hint) {
    if (!areEnough()) {
      var advice = hint.isEmpty() ? "" : " (%s)".formatted(hint);
      found.add("%s: there is no such input%s".formatted(path, advice));
    }
  }

  boolean areEnough() {
    return found.size() >= COUNT_MAX;
  }

  List<String> list() {
    return List.copyOf(found);
  }

  static String shown(Value value) {
    var text = Json.write(value);
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
  }
}
