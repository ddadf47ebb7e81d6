package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Spot;
import io.noetl.value.Null;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The keys of one map while somebody reads it: each key that means something is taken, and what
/// nobody took is a problem.
final class Keys {
  private final Spot spot;
  private final Problems problems;
  private final Map<String, Entry> rest = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  Keys(Mapping map, Problems problems) {
    this.spot = map.spot();
    this.problems = problems;
    map.entries().forEach(entry -> rest.put(entry.name(), entry));
  }

  Spot spot() {
    return spot;
  }

  /// The entry under the first of these spellings that is there; a key without a value is not.
  Optional<Entry> take(String... spellings) {
    var found = Optional.<Entry>empty();
    for (var spelling : spellings) {
      known.add(spelling);
      var entry = rest.remove(spelling);
      if (entry == null || entry.value().value() == Null.NULL) {
        continue;
      }
      if (found.isEmpty()) {
        found = Optional.of(entry);
      } else {
        var message = "`%s` and `%s` mean the same".formatted(found.get().name(), entry.name());
        problems.error(entry.key().spot(), "said-twice", message, "keep one of them");
      }
    }
    return found;
  }

  /// Whether one of these keys is there and nobody has taken it.
  boolean has(String... spellings) {
    for (var spelling : spellings) {
      var entry = rest.get(spelling);
      if (entry != null && entry.value().value() != Null.NULL) {
        return true;
      }
    }
    return false;
  }

  Optional<Entry> peek(String name) {
    return Optional.ofNullable(rest.get(name));
  }

  /// Takes the entries of a map inside this one as if they stood here.
  void unfold(Mapping map) {
    for (var entry : map.entries()) {
      var twin = rest.putIfAbsent(entry.name(), entry);
      if (twin != null) {
        var message =
            "`%s` is given here and in line %d".formatted(entry.name(), twin.key().spot().line());
        problems.error(entry.key().spot(), "said-twice", message, "keep one of them");
      }
    }
  }

  /// Gives the keys of `owns` to `other`, save those that it has already in some spelling.
  void moveTo(Keys other, Own[] owns) {
    for (var own : owns) {
      var spelled = own.spelled();
      var isThere = other.has(spelled);
      take(spelled).filter(_ -> !isThere).ifPresent(entry -> other.rest.put(entry.name(), entry));
    }
  }

  /// Makes a problem of each key that is left; `owner` is what they belong to: `a python step`.
  void refuseRest(String owner) {
    for (var entry : rest.values()) {
      if (problems.isFull()) {
        return;
      }
      var hint = Dialects.hint(entry.name());
      if (hint.isEmpty()) {
        hint = Nearest.hint(entry.name(), known);
      }
      if (hint.isEmpty()) {
        hint = Tools.ownersOf(entry.name());
      }
      var message = "%s has no key `%s`".formatted(owner, entry.name());
      problems.error(entry.key().spot(), "unknown-key", message, hint);
    }
    rest.clear();
  }
}
