package io.noetl.playbook;

import io.noetl.playbook.Outline.Passage;
import io.noetl.template.Template;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A playbook's steps and edges as data, with their lines in the text.
record GraphData(Playbook playbook, Map<String, Passage> passages) {

  Fields whole() {
    List<Value> steps = new ArrayList<>();
    List<Value> edges = new ArrayList<>();
    for (var step : playbook.steps()) {
      steps.add(step(step));
      addEdges(edges, step, step.next(), "next");
      if (step.onError() instanceof ErrorRoute.Edges(var onError)) {
        addEdges(edges, step, onError, "error");
      }
    }
    return Fields.builder()
        .put("name", playbook.name())
        .put("path", playbook.path())
        .put("entry", playbook.entry())
        .put("steps", new Items(steps))
        .put("edges", new Items(edges))
        .build();
  }

  private Fields step(Step step) {
    var passage = passages.getOrDefault(step.name(), Passage.NONE);
    var work = Work.of(step);
    return Fields.builder()
        .put("name", step.name())
        .put("kind", step.isEnd() ? "end" : step.isRouter() ? "router" : "tool")
        .put("tool", textOrNull(work.tool()))
        .put("iterator", work.isIterator())
        .put("child", textOrNull(work.child()))
        .put("join", step.join().name().toLowerCase(Locale.ROOT))
        .put("description", textOrNull(passage.about()))
        .put("line", passage.first())
        .put("end_line", passage.last())
        .put("code_line", passage.code() > 0 ? Num.of(passage.code()) : Null.NULL)
        .build();
  }

  private static Value textOrNull(String text) {
    return text.isEmpty() ? Null.NULL : Text.of(text);
  }

  /// What a step does, an iterator for each item: its tool, and the playbook that it runs. Empty
  /// where it does nothing, and where only the execution knows which playbook that is.
  private record Work(String tool, String child, boolean isIterator) {
    static Work of(Step step) {
      if (step.task().isEmpty()) {
        return new Work("", "", false);
      }
      var task = step.task().get();
      return task.iterator().isPresent() && task.late().get("task") instanceof Fields body
          ? of(word(body, "tool"), body.get("config"), true)
          : of(task.tool(), task.config().source(), false);
    }

    private static Work of(String tool, Value config, boolean isIterator) {
      var path = config instanceof Fields fields ? word(fields, "path") : "";
      boolean isChild = tool.equals(Tools.PLAYBOOK) && !Template.isTemplate(path);
      return new Work(tool, isChild ? path : "", isIterator);
    }

    private static String word(Fields fields, String name) {
      return fields.get(name) instanceof Text(var text) ? text : "";
    }
  }

  private void addEdges(List<Value> edges, Step from, List<Transition> list, String kind) {
    for (int i = 0; i < list.size(); i++) {
      var edge = list.get(i);
      if (playbook.has(edge.target())) {
        edges.add(edge(from, edge, i, kind));
      }
    }
  }

  private static Fields edge(Step from, Transition edge, int index, String kind) {
    return Fields.builder()
        .put("from", from.name())
        .put("to", edge.target())
        .put("index", index)
        .put("kind", kind)
        .put("guard", guard(edge.guard()))
        .put(
            "when",
            edge.guard() instanceof Transition.When(var when) ? Text.of(when.source()) : Null.NULL)
        .put("line", edge.place().line())
        .build();
  }

  private static String guard(Transition.Guard guard) {
    return switch (guard) {
      case Transition.Always _ -> "always";
      case Transition.When _ -> "when";
      case Transition.Else _ -> "else";
    };
  }
}
