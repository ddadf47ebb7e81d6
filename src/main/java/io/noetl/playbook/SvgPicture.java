package io.noetl.playbook;

import io.noetl.playbook.Sketch.Box;
import io.noetl.playbook.Sketch.Line;
import java.util.ArrayList;
import java.util.List;

/// Draws a sketch as SVG: boxes with the step's name above its tool, arrows with their condition,
/// dashed where they are taken on an error.
final class SvgPicture {
  private static final int BOX_HEIGHT = 44;
  private static final int ROW_HEIGHT = 56;
  private static final int GAP = 36;
  private static final int BEND_WIDTH = 24;
  private static final int MARGIN = 40;
  private static final int LETTER = 8;
  private static final int LABEL_LETTER = 7;
  private static final int NAME_MAX = 32;
  private static final int PULLS = 12;

  private static final String STYLE =
      """
      <style>
        text { font: 13px ui-monospace, Menlo, Consolas, monospace; fill: #1f2937;
          text-anchor: middle; }
        .tool { font-size: 11px; fill: #6b7280; }
        .label { font-size: 11px; fill: #374151; stroke: #ffffff; stroke-width: 4px;
          paint-order: stroke; }
        rect { fill: #eff6ff; stroke: #3b82f6; stroke-width: 1.5; }
        .router { fill: #f9fafb; stroke: #9ca3af; }
        .end { fill: #f0fdf4; stroke: #16a34a; }
        path { fill: none; stroke: #6b7280; stroke-width: 1.5; marker-end: url(#arrow); }
        .error { stroke: #dc2626; stroke-dasharray: 5 4; marker-end: url(#error); }
      </style>
      """;

  private static final String MARKERS =
      """
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"
          orient="auto"><polygon points="0,0 8,4 0,8" fill="#6b7280"/></marker>
        <marker id="error" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"
          orient="auto"><polygon points="0,0 8,4 0,8" fill="#dc2626"/></marker>
      </defs>
      """;

  private final Sketch sketch;
  private final Layers layers;
  private final double[] x;
  private final StringBuilder out = new StringBuilder();

  SvgPicture(Sketch sketch, Layers layers) {
    this.sketch = sketch;
    this.layers = layers;
    this.x = new double[layers.spots()];
  }

  String draw() {
    arrange();
    int width = MARGIN * 2;
    for (int spot = 0; spot < x.length; spot++) {
      width = Math.max(width, (int) Math.ceil(x[spot] + width(spot) / 2.0 + MARGIN + GAP));
    }
    int height = MARGIN * 2 + Math.max(0, layers.rows().size() - 1) * ROW_HEIGHT + BOX_HEIGHT;
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">
        """
            .formatted(width, height, width, height));
    out.append(STYLE).append(MARKERS);
    out.append(
        "<g class=\"paper\"><rect width=\"100%\" height=\"100%\""
            + " style=\"fill:#fff;stroke:none\"/></g>\n");
    for (int i = 0; i < sketch.lines().size(); i++) {
      drawLine(sketch.lines().get(i), layers.way(i));
    }
    for (int i = 0; i < sketch.boxes().size(); i++) {
      drawBox(i, sketch.boxes().get(i));
    }
    for (int i = 0; i < sketch.lines().size(); i++) {
      drawLabel(sketch.lines().get(i), layers.way(i));
    }
    return out.append("</svg>\n").toString();
  }

  /// Gives every spot its place: first side by side, then pulled towards its neighbours.
  private void arrange() {
    layers.rows().forEach(row -> spread(row, wanted -> 0.0));
    for (int pull = 0; pull < PULLS; pull++) {
      boolean isDown = pull % 2 == 0;
      for (var row : isDown ? layers.rows() : layers.rows().reversed()) {
        spread(row, spot -> Layers.mean(layers.neighbours(spot, isDown), x, x[spot]));
      }
    }
    double left = 0;
    for (int spot = 0; spot < x.length; spot++) {
      left = Math.min(left, x[spot] - width(spot) / 2.0);
    }
    for (int spot = 0; spot < x.length; spot++) {
      x[spot] += MARGIN - left;
    }
  }

  private interface Wish {
    double of(int spot);
  }

  /// Places a row as near to its wishes as the order and the gaps allow: the mean of packing it
  /// from the left and from the right.
  private void spread(List<Integer> row, Wish wish) {
    int size = row.size();
    var wanted = new double[size];
    var fromLeft = new double[size];
    for (int i = 0; i < size; i++) {
      wanted[i] = wish.of(row.get(i));
      fromLeft[i] =
          i == 0 ? wanted[i] : Math.max(wanted[i], fromLeft[i - 1] + distance(row, i - 1));
    }
    double right = 0;
    for (int i = size - 1; i >= 0; i--) {
      right = i == size - 1 ? wanted[i] : Math.min(wanted[i], right - distance(row, i));
      x[row.get(i)] = (right + fromLeft[i]) / 2;
    }
  }

  private double distance(List<Integer> row, int i) {
    return (width(row.get(i)) + width(row.get(i + 1))) / 2.0 + GAP;
  }

  private int width(int spot) {
    if (spot >= sketch.boxes().size()) {
      return Math.max(BEND_WIDTH, layers.labelAt(spot).length() * LABEL_LETTER);
    }
    var box = sketch.boxes().get(spot);
    int letters = Math.max(shown(box.name()).length(), box.tool().length());
    return Math.max(80, letters * LETTER + 24);
  }

  private static String shown(String name) {
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX - 1) + "…";
  }

  private int y(int spot) {
    return MARGIN + layers.layerOf(spot) * ROW_HEIGHT + BOX_HEIGHT / 2;
  }

  private void drawBox(int number, Box box) {
    int width = width(number);
    long left = Math.round(x[number] - width / 2.0);
    int top = y(number) - BOX_HEIGHT / 2;
    var kind =
        switch (box.kind()) {
          case ROUTER -> "router";
          case TOOL -> "step";
          case END -> "end";
        };
    out.append(
        """
        <g><title>%s</title><rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="8"/>\
        """
            .formatted(escaped(box.name()), kind, left, top, width, BOX_HEIGHT));
    int middle = y(number) + (box.tool().isEmpty() ? 4 : -3);
    text("", x[number], middle, shown(box.name()));
    if (!box.tool().isEmpty()) {
      text(" class=\"tool\"", x[number], middle + 16, box.tool());
    }
    out.append("</g>\n");
  }

  private void drawLine(Line line, List<Integer> way) {
    out.append(line.onError() ? "<path class=\"error\" d=\"" : "<path d=\"");
    if (way.isEmpty()) {
      drawSelf(line.from());
    } else {
      drawWay(way);
    }
    out.append("\"/>\n");
  }

  private void drawSelf(int box) {
    double right = x[box] + width(box) / 2.0;
    out.append(
        "M%d,%d c%d,-14 %d,30 1,18".formatted(Math.round(right), y(box) - 8, GAP - 4, GAP - 4));
  }

  private void drawWay(List<Integer> way) {
    int first = way.getFirst();
    int last = way.getLast();
    boolean isDown = layers.layerOf(first) <= layers.layerOf(last);
    int side = isDown ? BOX_HEIGHT / 2 : -BOX_HEIGHT / 2;
    List<long[]> points = new ArrayList<>();
    for (int spot : way) {
      int shift = spot == first ? side : spot == last ? -side : 0;
      points.add(new long[] {Math.round(x[spot]), y(spot) + shift});
    }
    out.append("M%d,%d".formatted(points.getFirst()[0], points.getFirst()[1]));
    for (int i = 1; i < points.size(); i++) {
      long[] from = points.get(i - 1);
      long[] to = points.get(i);
      long half = (from[1] + to[1]) / 2;
      out.append(" C%d,%d %d,%d %d,%d".formatted(from[0], half, to[0], half, to[0], to[1]));
    }
  }

  private void drawLabel(Line line, List<Integer> way) {
    if (line.label().isEmpty()) {
      return;
    }
    if (way.isEmpty()) {
      double right = x[line.from()] + width(line.from()) / 2.0 + GAP;
      double middle = right + line.label().length() * LABEL_LETTER / 2.0;
      text(" class=\"label\"", middle, y(line.from()) + 4, line.label());
      return;
    }
    int spot = way.get(1);
    boolean isOwn = way.size() > 2;
    double across = isOwn ? x[spot] : (x[way.getFirst()] + x[spot]) / 2;
    int down = isOwn ? y(spot) : (y(way.getFirst()) + y(spot)) / 2;
    text(" class=\"label\"", across, down + 4, line.label());
  }

  private void text(String attributes, double across, int down, String text) {
    out.append(
        "<text%s x=\"%d\" y=\"%d\">%s</text>"
            .formatted(attributes, Math.round(across), down, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
