package io.noetl.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows in columns as wide as they need to be. The last column is as wide as it likes.
final class Table {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /// Nothing at all if there are no rows.
  void print(Console console) {
    if (rows.isEmpty()) {
      return;
    }
    var widths = new int[head.size()];
    widen(widths, head);
    rows.forEach(row -> widen(widths, row));
    console.print(line(widths, head));
    rows.forEach(row -> console.print(line(widths, row)));
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  static String line(int[] widths, List<String> row) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var cell = row.get(i);
      line.append(cell).repeat(' ', widths[i] - cell.length() + 2);
    }
    return line.toString().stripTrailing();
  }
}
