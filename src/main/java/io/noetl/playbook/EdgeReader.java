package io.noetl.playbook;

import io.noetl.playbook.Transition.Always;
import io.noetl.playbook.Transition.Else;
import io.noetl.playbook.Transition.Guard;
import io.noetl.playbook.Transition.When;
import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.playbook.Written.Spot;
import io.noetl.template.Document;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `next:` and the edges of `on_error:`: a name, a map, or a list of either, with
/// `then`/`else` inside.
final class EdgeReader {
  private static final String CODE = "bad-edge";

  private static final String[] GUARDS = {"when", "condition", "pass"};

  /// From the weakest to the strongest.
  private static final String[] DATA = {"input", "payload", "with", "args", "data"};

  private final Reading reading;
  private final Set<String> dataKeys = new HashSet<>();
  private final Set<String> lateKeys = new HashSet<>();

  EdgeReader(Reading reading) {
    this.reading = reading;
  }

  /// Every key that some edge carries along.
  Set<String> dataKeys() {
    return dataKeys;
  }

  /// Those of them whose values only workers know.
  Set<String> lateKeys() {
    return lateKeys;
  }

  List<Transition> read(Written next, Names names) {
    List<Transition> edges = new ArrayList<>();
    for (var item : next instanceof Sequence(_, var items) ? items : List.of(next)) {
      switch (item) {
        case Scalar target -> addTarget(edges, target, new Always(), Fields.EMPTY);
        case Mapping map -> readMap(edges, map, names);
        case Sequence(var spot, _) -> refuse(spot, "an edge is a step's name or a map");
      }
    }
    return edges;
  }

  private void readMap(List<Transition> edges, Mapping map, Names names) {
    var keys = new Keys(map, reading.problems());
    refuseEmptyGuard(keys);
    var when = keys.take(GUARDS);
    var data = data(keys, names);
    var target = keys.take("step", "name");
    var then = keys.take("then");
    var otherwise = keys.take("else");
    keys.refuseRest("an edge");
    var guard = when.map(entry -> guard(entry, names)).orElse(new Always());
    target.ifPresent(entry -> addNamed(edges, entry, guard, data));
    then.ifPresent(entry -> addAll(edges, entry, guard, data, names));
    otherwise.ifPresent(entry -> addAll(edges, entry, new Else(), data, names));
    if (then.isPresent() && when.isEmpty()) {
      refuse(then.get().key().spot(), "`then` needs a `when` beside it");
    }
    if (target.isEmpty() && then.isEmpty() && otherwise.isEmpty()) {
      refuse(map.spot(), "an edge needs `step`, the name of the step it leads to");
    }
  }

  /// A `when` that somebody left empty must not let the edge fire always.
  private void refuseEmptyGuard(Keys keys) {
    for (var guard : GUARDS) {
      keys.peek(guard)
          .filter(entry -> entry.value().value() == Null.NULL)
          .ifPresent(
              entry -> {
                var message = "`%s` has no condition".formatted(guard);
                var hint = "write one, or leave `%s` out".formatted(guard);
                reading.problems().error(entry.key().spot(), "bad-condition", message, hint);
              });
    }
  }

  private Guard guard(Entry entry, Names names) {
    return reading
        .templates()
        .condition(entry.value(), entry.name(), names)
        .<Guard>map(When::new)
        .orElse(new Always());
  }

  /// Edges below `then` or `else`: they have the guard of what they stand in.
  private void addAll(
      List<Transition> edges, Entry branch, Guard guard, Fields outer, Names names) {
    var value = branch.value();
    for (var item : value instanceof Sequence(_, var items) ? items : List.of(value)) {
      switch (item) {
        case Scalar target -> addTarget(edges, target, guard, outer);
        case Mapping map -> {
          var keys = new Keys(map, reading.problems());
          var data = outer.overlaid(data(keys, names));
          refuseInner(keys);
          var target = keys.take("step", "name");
          keys.refuseRest("an edge");
          target.ifPresent(entry -> addNamed(edges, entry, guard, data));
          if (target.isEmpty()) {
            refuse(map.spot(), "an edge needs `step`, the name of the step it leads to");
          }
        }
        case Sequence(var spot, _) -> refuse(spot, "an edge is a step's name or a map");
      }
    }
  }

  private void refuseInner(Keys keys) {
    for (var key : List.of("when", "then", "else")) {
      keys.take(key)
          .ifPresent(entry -> refuse(entry.key().spot(), "`%s` cannot stand here".formatted(key)));
    }
  }

  private void addNamed(List<Transition> edges, Entry entry, Guard guard, Fields data) {
    if (entry.value() instanceof Scalar target) {
      addTarget(edges, target, guard, data);
    } else {
      reading.wrongShape(entry, "the name of a step");
    }
  }

  private void addTarget(List<Transition> edges, Scalar target, Guard guard, Fields data) {
    var place = reading.problems().source().place(target.spot());
    var name = target.text().strip();
    if (name.isEmpty()) {
      refuse(target.spot(), "an edge needs the name of a step");
      return;
    }
    edges.add(new Transition(name, guard, document(data), place));
  }

  private Fields data(Keys keys, Names names) {
    var merged = Fields.EMPTY;
    for (var spelling : DATA) {
      var entry = keys.take(spelling);
      if (entry.isEmpty()) {
        continue;
      }
      if (entry.get().value() instanceof Mapping map) {
        map.entries().forEach(each -> dataKeys.add(each.name()));
        reading.templates().check(map, names.with(map.value().names()));
        merged = merged.overlaid(map.value());
      } else {
        var message = "the data of an edge must be a map, this is a " + entry.get().value().kind();
        var hint = "give each value a name: %s: {answer: ...}".formatted(spelling);
        reading.problems().error(entry.get().value().spot(), "wrong-shape", message, hint);
      }
    }
    return merged;
  }

  private Document document(Fields data) {
    var document = TemplateCheck.document(data, reading.templates().secretSteps());
    document.kept().stream()
        .filter(place -> !place.isEmpty())
        .forEach(place -> lateKeys.add(place.getFirst()));
    return document;
  }

  private void refuse(Spot spot, String message) {
    reading.problems().error(spot, CODE, message, "write: {step: NAME, when: \"{{ ... }}\"}");
  }

  /// `on_error:`: the word `continue`, or edges.
  ErrorRoute readError(Optional<Entry> onError, Names names) {
    if (onError.isEmpty()) {
      return new ErrorRoute.Fail();
    }
    if (onError.get().value() instanceof Scalar word) {
      switch (word.text().strip()) {
        case "continue" -> {
          return new ErrorRoute.Continue();
        }
        case "fail" -> {
          return new ErrorRoute.Fail();
        }
        default -> {}
      }
    }
    return new ErrorRoute.Edges(read(onError.get().value(), names));
  }
}
