package io.noetl.playbook;

import io.noetl.playbook.Sketch.Box;
import io.noetl.playbook.Sketch.Line;
import io.noetl.value.Fields;

/// Draws a playbook's steps and edges: as text for Mermaid and Graphviz, as a picture, or as data
/// for those who draw themselves.
public final class GraphDrawing {
  private GraphDrawing() {}

  /// The steps and edges as data; `text` is what the playbook was read from.
  public static Fields json(Playbook playbook, String text) {
    return new GraphData(playbook, Outline.of(text)).whole();
  }

  /// A flow chart in Mermaid's language.
  public static String mermaid(Playbook playbook) {
    var sketch = Sketch.of(playbook);
    var out = new StringBuilder("flowchart TD\n");
    for (int i = 0; i < sketch.boxes().size(); i++) {
      out.append("  s%d%s\n".formatted(i, mermaidBox(sketch.boxes().get(i))));
    }
    for (var line : sketch.lines()) {
      var arrow = line.onError() ? "-.->" : "-->";
      var label = line.label().isEmpty() ? "" : "|\"%s\"|".formatted(forMermaid(line.label()));
      out.append("  s%d %s%s s%d\n".formatted(line.from(), arrow, label, line.to()));
    }
    return out.toString();
  }

  private static String mermaidBox(Box box) {
    var name = forMermaid(box.name());
    var label = box.tool().isEmpty() ? name : name + "<br/>" + forMermaid(box.tool());
    return switch (box.kind()) {
      case ROUTER -> "([\"%s\"])".formatted(label);
      case TOOL -> "[\"%s\"]".formatted(label);
      case END -> "[[\"%s\"]]".formatted(label);
    };
  }

  private static String forMermaid(String text) {
    return text.replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;");
  }

  /// A directed graph in Graphviz' language.
  public static String dot(Playbook playbook) {
    var sketch = Sketch.of(playbook);
    var out = new StringBuilder("digraph playbook {\n");
    out.append("  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    out.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (int i = 0; i < sketch.boxes().size(); i++) {
      out.append("  s%d [%s];\n".formatted(i, dotBox(sketch.boxes().get(i))));
    }
    for (var line : sketch.lines()) {
      out.append("  s%d -> s%d%s;\n".formatted(line.from(), line.to(), dotLine(line)));
    }
    return out.append("}\n").toString();
  }

  private static String dotBox(Box box) {
    var name = forDot(box.name());
    var label = box.tool().isEmpty() ? name : name + "\\n" + forDot(box.tool());
    var shape =
        switch (box.kind()) {
          case ROUTER -> ", shape=ellipse";
          case TOOL -> "";
          case END -> ", peripheries=2";
        };
    return "label=\"%s\"%s".formatted(label, shape);
  }

  private static String dotLine(Line line) {
    var style = line.onError() ? "style=dashed" : "";
    var label = line.label().isEmpty() ? "" : "label=\"%s\"".formatted(forDot(line.label()));
    var separator = style.isEmpty() || label.isEmpty() ? "" : ", ";
    var all = label + separator + style;
    return all.isEmpty() ? "" : " [%s]".formatted(all);
  }

  private static String forDot(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /// A picture in SVG that stands on its own.
  public static String svg(Playbook playbook) {
    var sketch = Sketch.of(playbook);
    return new SvgPicture(sketch, Layers.of(sketch)).draw();
  }
}
