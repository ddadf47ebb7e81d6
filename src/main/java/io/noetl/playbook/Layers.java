package io.noetl.playbook;

import io.noetl.playbook.Sketch.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A layered layout: boxes stand in even layers; every line leads from a layer to a lower one
/// (lines that close a cycle count the other way round); a line over several layers has a bend in
/// each between. Within a layer, boxes and bends stand near those that they are tied to. A line's
/// label stands at the bend next to its source.
final class Layers {
  /// Lines bend only while the drawing stays readable.
  private static final int BENDS_MAX = 20_000;

  private static final int SWEEPS = 8;

  private final Sketch sketch;

  /// The layer of each spot (boxes first, then bends), and the spots above and below it.
  private final List<Integer> layer = new ArrayList<>();

  private final List<List<Integer>> above = new ArrayList<>();
  private final List<List<Integer>> below = new ArrayList<>();
  private final List<List<Integer>> rows = new ArrayList<>();
  private final List<List<Integer>> ways = new ArrayList<>();
  private final Map<Integer, Line> labels = new HashMap<>();

  private Layers(Sketch sketch) {
    this.sketch = sketch;
  }

  static Layers of(Sketch sketch) {
    var layers = new Layers(sketch);
    layers.rank();
    layers.bend();
    layers.sort();
    return layers;
  }

  /// The spots of each layer from left to right; numbers below the count of boxes are boxes.
  List<List<Integer>> rows() {
    return rows;
  }

  int layerOf(int spot) {
    return layer.get(spot);
  }

  int spots() {
    return layer.size();
  }

  /// The spots that line number `line` passes, from its source to its target.
  List<Integer> way(int line) {
    return ways.get(line);
  }

  /// The label that stands at this spot, or empty.
  String labelAt(int spot) {
    var line = labels.get(spot);
    return line == null ? "" : line.label();
  }

  /// The spots that are tied to this one, in the layer above or below.
  List<Integer> neighbours(int spot, boolean isAbove) {
    return isAbove ? above.get(spot) : below.get(spot);
  }

  private void rank() {
    int size = sketch.boxes().size();
    int[] finished = finishOrder();
    var byOrder = new Integer[size];
    Arrays.setAll(byOrder, i -> i);
    Arrays.sort(byOrder, Comparator.comparingInt(i -> -finished[i]));
    var rank = new int[size];
    var out = outgoing();
    for (int box : byOrder) {
      for (int to : out.get(box)) {
        if (finished[to] < finished[box]) {
          rank[to] = Math.max(rank[to], rank[box] + 1);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      add(rank[i] * 2); // Every other layer is for labels.
    }
  }

  private List<List<Integer>> outgoing() {
    List<List<Integer>> out = new ArrayList<>();
    sketch.boxes().forEach(_ -> out.add(new ArrayList<>()));
    sketch.lines().forEach(line -> out.get(line.from()).add(line.to()));
    return out;
  }

  /// The order in which a search in depth leaves the boxes, from 1; a line to a box that is left
  /// later closes a cycle.
  private int[] finishOrder() {
    var out = outgoing();
    int size = out.size();
    var finished = new int[size];
    var next = new int[size];
    var entered = new boolean[size];
    int clock = 0;
    Deque<Integer> way = new ArrayDeque<>();
    for (int i = -1; i < size; i++) {
      int root = i < 0 ? sketch.entry() : i;
      if (size == 0 || entered[root]) {
        continue;
      }
      entered[root] = true;
      way.push(root);
      while (!way.isEmpty()) {
        int box = way.peek();
        if (next[box] == out.get(box).size()) {
          finished[box] = ++clock;
          way.pop();
          continue;
        }
        int to = out.get(box).get(next[box]++);
        if (!entered[to]) {
          entered[to] = true;
          way.push(to);
        }
      }
    }
    return finished;
  }

  private int add(int itsLayer) {
    layer.add(itsLayer);
    above.add(new ArrayList<>());
    below.add(new ArrayList<>());
    return layer.size() - 1;
  }

  private void bend() {
    int bends = 0;
    for (var line : sketch.lines()) {
      int span = Math.abs(layer.get(line.from()) - layer.get(line.to()));
      boolean isBent = bends + span < BENDS_MAX;
      ways.add(line.from() == line.to() ? List.of() : way(line, isBent));
      bends += isBent ? Math.max(0, span - 1) : 0;
    }
  }

  private List<Integer> way(Line line, boolean isBent) {
    boolean isDown = layer.get(line.from()) <= layer.get(line.to());
    int top = isDown ? line.from() : line.to();
    int bottom = isDown ? line.to() : line.from();
    List<Integer> way = new ArrayList<>();
    way.add(top);
    for (int i = layer.get(top) + 1; isBent && i < layer.get(bottom); i++) {
      way.add(add(i));
    }
    way.add(bottom);
    for (int i = 1; i < way.size(); i++) {
      below.get(way.get(i - 1)).add(way.get(i));
      above.get(way.get(i)).add(way.get(i - 1));
    }
    var fromSource = isDown ? way : way.reversed();
    if (fromSource.size() > 2) {
      labels.put(fromSource.get(1), line);
    }
    return fromSource;
  }

  private void sort() {
    for (int spot = 0; spot < layer.size(); spot++) {
      while (rows.size() <= layer.get(spot)) {
        rows.add(new ArrayList<>());
      }
      rows.get(layer.get(spot)).add(spot);
    }
    var position = new double[layer.size()];
    rows.forEach(row -> number(row, position));
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean isDown = sweep % 2 == 0;
      for (var row : isDown ? rows : rows.reversed()) {
        var wanted = new double[row.size()];
        for (int i = 0; i < wanted.length; i++) {
          int spot = row.get(i);
          wanted[i] = mean(neighbours(spot, isDown), position, position[spot]);
        }
        sortBy(row, wanted);
        number(row, position);
      }
    }
  }

  private static void sortBy(List<Integer> row, double[] wanted) {
    var order = new Integer[wanted.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> wanted[i]));
    var before = List.copyOf(row);
    for (int i = 0; i < order.length; i++) {
      row.set(i, before.get(order[i]));
    }
  }

  private static void number(List<Integer> row, double[] position) {
    for (int i = 0; i < row.size(); i++) {
      // Centred, so that narrow and wide rows compare.
      position[row.get(i)] = i - (row.size() - 1) / 2.0;
    }
  }

  static double mean(List<Integer> spots, double[] position, double otherwise) {
    double sum = 0;
    for (int spot : spots) {
      sum += position[spot];
    }
    return spots.isEmpty() ? otherwise : sum / spots.size();
  }
}
