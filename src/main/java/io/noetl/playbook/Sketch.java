package io.noetl.playbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a drawing shows of a playbook: a box for each step, a line for each edge.
record Sketch(List<Box> boxes, List<Line> lines, int entry) {
  private static final int LABEL_MAX = 60;

  enum Kind {
    ROUTER,
    TOOL,
    END
  }

  /// A step; `tool` is empty for a router.
  record Box(String name, String tool, Kind kind) {}

  /// An edge between two boxes by their numbers; `label` is its condition, or empty.
  record Line(int from, int to, String label, boolean onError) {}

  static Sketch of(Playbook playbook) {
    List<Box> boxes = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (var step : playbook.steps()) {
      numbers.put(step.name(), boxes.size());
      boxes.add(new Box(step.name(), tool(step), kind(step)));
    }
    List<Line> lines = new ArrayList<>();
    for (var step : playbook.steps()) {
      int from = numbers.getOrDefault(step.name(), 0);
      step.next().forEach(edge -> add(lines, numbers, from, edge, false));
      if (step.onError() instanceof ErrorRoute.Edges(var edges)) {
        edges.forEach(edge -> add(lines, numbers, from, edge, true));
      }
    }
    return new Sketch(boxes, lines, numbers.getOrDefault(playbook.entry(), 0));
  }

  private static void add(
      List<Line> lines, Map<String, Integer> numbers, int from, Transition edge, boolean onError) {
    var to = numbers.get(edge.target());
    if (to != null) {
      lines.add(new Line(from, to, label(edge, onError), onError));
    }
  }

  private static Kind kind(Step step) {
    return step.isEnd() ? Kind.END : step.isRouter() ? Kind.ROUTER : Kind.TOOL;
  }

  private static String tool(Step step) {
    if (step.task().isEmpty()) {
      return "";
    }
    var task = step.task().get();
    if (task.iterator().isPresent()
        && task.late().get("task") instanceof io.noetl.value.Fields body) {
      return "for each: " + body.get("tool");
    }
    return task.tool();
  }

  private static String label(Transition edge, boolean onError) {
    var condition =
        switch (edge.guard()) {
          case Transition.Always _ -> "";
          case Transition.Else _ -> "else";
          case Transition.When(var when) -> shortened(when.source());
        };
    return onError ? condition.isEmpty() ? "on error" : "on error: " + condition : condition;
  }

  /// Without the braces around it, on one line.
  private static String shortened(String condition) {
    var text = condition.strip();
    if (text.startsWith("{{") && text.endsWith("}}") && text.indexOf("{{", 2) < 0) {
      text = text.substring(2, text.length() - 2).strip();
    }
    text = String.join(" ", text.split("\\s+"));
    return text.length() <= LABEL_MAX ? text : text.substring(0, LABEL_MAX - 1) + "…";
  }
}
