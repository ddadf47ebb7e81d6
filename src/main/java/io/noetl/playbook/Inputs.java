package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a tool works on: the entries of `data` and its synonyms merged, or a `data` that is not a
/// map (`whole`: a template, a list; null if there is none).
record Inputs(Map<String, Written> named, Optional<Written> whole) {

  /// From the weakest to the strongest; those of `http` that are no inputs are taken before.
  private static final String[] SPELLINGS = {"input", "payload", "params", "with", "args", "data"};

  static final Inputs NONE = new Inputs(Map.of(), Optional.empty());

  static List<String> spellings() {
    return List.of(SPELLINGS);
  }

  /// Whether any spelling of inputs is there.
  static boolean standIn(Keys keys) {
    return keys.has(SPELLINGS);
  }

  static Inputs read(Keys keys, Reading reading, Names names) {
    Map<String, Written> named = new LinkedHashMap<>();
    var whole = Optional.<Written>empty();
    for (var spelling : SPELLINGS) {
      var entry = keys.take(spelling);
      if (entry.isEmpty()) {
        continue;
      }
      if (entry.get().value() instanceof Mapping(_, var entries)) {
        entries.forEach(each -> named.put(each.name(), each.value()));
      } else if (spelling.equals("data") || spelling.equals("args")) {
        whole = Optional.of(entry.get().value());
      } else {
        reading.wrongShape(entry.get(), "a map");
      }
    }
    var inputs = new Inputs(named, whole);
    var own = names.with(named.keySet());
    named.values().forEach(each -> reading.templates().check(each, own));
    whole.ifPresent(each -> reading.templates().check(each, own));
    return inputs;
  }

  /// SQL tools take a list of `params` for placeholders, or a template that yields one; a map of
  /// them are inputs.
  static boolean isPositional(Entry params) {
    return !(params.value() instanceof Mapping);
  }

  boolean isEmpty() {
    return named.isEmpty() && whole.isEmpty();
  }

  Fields fields() {
    Map<String, Value> fields = LinkedHashMap.newLinkedHashMap(named.size());
    named.forEach((name, written) -> fields.put(name, written.value()));
    return Fields.copyOf(fields);
  }

  Value dynamic() {
    return whole.map(Written::value).orElse(Null.NULL);
  }
}
