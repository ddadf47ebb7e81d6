package io.noetl.broker;

import io.noetl.playbook.ErrorRoute;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Transition;
import io.noetl.template.Scope;
import io.noetl.template.Template;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The templates that edges carry unrendered, because they name what only a worker knows: for each
/// step where in its data they may stand. Both place and text come from the playbook, and nothing
/// else may look like them ([#intruder]); so no data from outside becomes a template.
final class LateEdges {
  private final Map<String, Set<Spot>> spots = new HashMap<>();

  /// A template at its place.
  record Spot(List<String> place, String text) {
    private boolean isIn(Fields data) {
      Value value = data;
      for (var step : place) {
        value =
            switch (value) {
              case Fields fields -> fields.get(step);
              case Items(var list) when isPlaceOf(step, list) -> list.get(Integer.parseInt(step));
              default -> Null.NULL;
            };
      }
      return value instanceof Text(var found) && found.equals(text);
    }

    private static boolean isPlaceOf(String step, List<Value> list) {
      return step.matches("\\d{1,9}") && Integer.parseInt(step) < list.size();
    }

    Set<String> names() {
      return Template.parse(text).names();
    }
  }

  LateEdges(Playbook playbook) {
    for (var step : playbook.steps()) {
      edges(step).forEach(edge -> add(edge.target(), own(edge)));
    }
    flowThroughRouters(playbook);
  }

  private static List<Transition> edges(Step step) {
    var edges = new ArrayList<>(step.next());
    if (step.onError() instanceof ErrorRoute.Edges(var more)) {
      edges.addAll(more);
    }
    return edges;
  }

  private static Set<Spot> own(Transition edge) {
    var own = new LinkedHashSet<Spot>();
    for (var place : edge.data().kept()) {
      Value value = edge.data().source();
      for (var step : place) {
        value =
            value instanceof Items(var list)
                ? list.get(Integer.parseInt(step))
                : ((Fields) value).get(step);
      }
      own.add(new Spot(place, ((Text) value).text()));
    }
    return own;
  }

  private boolean add(String step, Set<Spot> more) {
    return !more.isEmpty() && spots.computeIfAbsent(step, _ -> new LinkedHashSet<>()).addAll(more);
  }

  /// What a router is given flows on to where its edges lead.
  private void flowThroughRouters(Playbook playbook) {
    boolean grows = !spots.isEmpty();
    while (grows) {
      grows = false;
      for (var step : playbook.steps()) {
        if (step.isRouter()) {
          for (var edge : edges(step)) {
            grows |= add(edge.target(), new LinkedHashSet<>(of(step.name())));
          }
        }
      }
    }
  }

  private Set<Spot> of(String step) {
    return spots.getOrDefault(step, Set.of());
  }

  /// Those that stand in what `step` was given.
  List<Spot> in(Fields data, String step) {
    return of(step).stream().filter(spot -> spot.isIn(data)).toList();
  }

  /// Where in `data`, which `edge` of the step `from` is about to carry, something stands that
  /// reads like such a template and is none; empty if all is well. What the edge has of its own is
  /// one only where the playbook says so, all else only if `from` was given it.
  String intruder(String from, Transition edge, Fields data) {
    for (var spot : of(edge.target())) {
      boolean isOwn =
          edge.data().source() instanceof Fields own && own.has(spot.place().getFirst());
      boolean isMeant = isOwn ? edge.data().kept().contains(spot.place()) : of(from).contains(spot);
      if (!isMeant && spot.isIn(data)) {
        return String.join(".", spot.place());
      }
    }
    return "";
  }

  /// The name in the data of `edge` that stands for such a template which the step `from` was
  /// given; empty if there is none. Rendered here, the template's text would become data.
  String unknown(String from, Transition edge, Scope scope) {
    for (var spot : of(from)) {
      var name = spot.place().getFirst();
      if (edge.data().names().contains(name)
          && spot.isIn(Fields.of(name, scope.find(name).plain()))) {
        return name;
      }
    }
    return "";
  }
}
