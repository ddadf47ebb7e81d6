package io.noetl.playbook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which labels a playbook must have: `team=data,tier=1` are all of them, a name alone is one with
/// any value. Values are compared as the texts that [Playbook#labels] gives.
public record LabelFilter(Map<String, Optional<String>> wanted) {
  /// Whatever labels it has.
  public static final LabelFilter ANY = new LabelFilter(Map.of());

  /// As many as fit on a line; more are no filter.
  private static final int COUNT_MAX = 20;

  /// What a filter looks like, for messages.
  public static final String FORM = "label=value, several between commas, one value for each";

  public LabelFilter {
    wanted = Map.copyOf(wanted);
  }

  /// The filter in `text`, or nothing if it is none.
  public static Optional<LabelFilter> parse(String text) {
    Map<String, Optional<String>> wanted = new LinkedHashMap<>();
    for (var part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      var name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (name.isEmpty() || wanted.size() >= COUNT_MAX) {
        return Optional.empty();
      }
      var value =
          equals < 0 ? Optional.<String>empty() : Optional.of(part.substring(equals + 1).strip());
      var known = wanted.getOrDefault(name, Optional.empty());
      if (known.isPresent() && value.isPresent() && !known.equals(value)) {
        return Optional.empty(); // No label has two values.
      }
      wanted.put(name, value.or(() -> known));
    }
    return Optional.of(new LabelFilter(wanted));
  }

  public boolean isAny() {
    return wanted.isEmpty();
  }

  public boolean matches(Map<String, String> labels) {
    for (var each : wanted.entrySet()) {
      var value = labels.get(each.getKey());
      if (value == null || each.getValue().filter(it -> !it.equals(value)).isPresent()) {
        return false;
      }
    }
    return true;
  }
}
