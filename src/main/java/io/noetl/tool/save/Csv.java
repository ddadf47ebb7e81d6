package io.noetl.tool.save;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Rows as comma-separated values (RFC 4180, but lines end in a newline alone): null is empty,
/// lists and maps are JSON.
final class Csv {
  private final List<Value> rows;
  private final SequencedSet<String> columns;

  private Csv(List<Value> rows, SequencedSet<String> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /// A list of maps, a list of lists, or one map. Columns come in the order in which they first
  /// appear.
  static Csv of(Value data) throws ToolFailure {
    var rows = data instanceof Items(var list) ? list : List.of(data);
    var columns = new LinkedHashSet<String>();
    boolean hasLists = false;
    for (var row : rows) {
      switch (row) {
        case Fields fields -> columns.addAll(fields.names());
        case Items _ -> hasLists = true;
        default -> throw wrong("csv needs a list of maps or of lists, not of " + row.kind());
      }
    }
    if (hasLists && !columns.isEmpty()) {
      throw wrong("csv cannot hold maps and lists at once");
    }
    return new Csv(rows, columns);
  }

  String withHeader() {
    var out = new StringBuilder();
    if (!columns.isEmpty()) {
      line(out, columns.stream().<Value>map(Text::of).toList());
    }
    rows.forEach(row -> line(out, cells(row, columns)));
    return out.toString();
  }

  /// The rows for a file that has this header already.
  String under(SequencedSet<String> header) throws ToolFailure {
    for (var column : columns) {
      if (!header.contains(column)) {
        throw wrong(
            "the file has no column '%s', only %s".formatted(column, String.join(", ", header)));
      }
    }
    var out = new StringBuilder();
    rows.forEach(row -> line(out, cells(row, header)));
    return out.toString();
  }

  /// The columns that the first record of a file names.
  static SequencedSet<String> header(Path file) throws IOException {
    var names = new LinkedHashSet<String>();
    var name = new StringBuilder();
    boolean isQuoted = false;
    int last = 0;
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (int c = in.read(); c >= 0 && (isQuoted || c != '\n'); c = in.read()) {
        if (c == '"') {
          isQuoted = !isQuoted;
          if (isQuoted && last == '"') {
            name.append('"'); // Two of them within quotes stand for one.
          }
        } else if (c == ',' && !isQuoted) {
          names.add(name.toString());
          name.setLength(0);
        } else if (c != '\r' || isQuoted) {
          name.append((char) c);
        }
        last = c;
      }
    }
    names.add(name.toString());
    return names;
  }

  private static List<Value> cells(Value row, SequencedSet<String> columns) {
    if (row instanceof Fields fields) {
      var cells = new ArrayList<Value>(columns.size());
      columns.forEach(column -> cells.add(fields.get(column)));
      return cells;
    }
    return ((Items) row).list();
  }

  private static void line(StringBuilder out, List<Value> cells) {
    for (int i = 0; i < cells.size(); i++) {
      out.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    out.append('\n');
  }

  private static String cell(Value value) {
    var text =
        switch (value) {
          case Null _ -> "";
          case Text(var plain) -> plain;
          default -> Json.write(value);
        };
    boolean needsQuotes =
        text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }

  private static ToolFailure wrong(String message) {
    return ToolFailure.invalid("save", message);
  }
}
