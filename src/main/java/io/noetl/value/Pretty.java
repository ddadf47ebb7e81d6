package io.noetl.value;

/// Writes a value as JSON indented by two spaces, short lists of scalars on one line.
final class Pretty {
  private static final int LINE_MAX = 80;

  private final StringBuilder out = new StringBuilder();

  private Pretty() {}

  static String of(Value value) {
    var pretty = new Pretty();
    pretty.write(value.plain(), 0);
    return pretty.out.toString();
  }

  private void write(Value value, int indent) {
    switch (value) {
      case Items(var list) when !list.isEmpty() && !fits(value, indent) -> {
        out.append('[');
        var separator = "";
        for (var item : list) {
          out.append(separator);
          newLine(indent + 1);
          write(item, indent + 1);
          separator = ",";
        }
        newLine(indent);
        out.append(']');
      }
      case Fields fields when !fields.isEmpty() -> {
        out.append('{');
        var separator = "";
        for (var entry : fields.asMap().entrySet()) {
          out.append(separator);
          newLine(indent + 1);
          out.append(Json.write(Text.of(entry.getKey()))).append(": ");
          write(entry.getValue(), indent + 1);
          separator = ",";
        }
        newLine(indent);
        out.append('}');
      }
      default -> out.append(Json.write(value));
    }
  }

  private static boolean fits(Value value, int indent) {
    return value instanceof Items(var list)
        && list.stream().noneMatch(each -> each instanceof Items || each instanceof Fields)
        && list.size() <= LINE_MAX
        && Json.write(value).length() + indent * 2 <= LINE_MAX;
  }

  private void newLine(int indent) {
    out.append('\n').repeat("  ", indent);
  }
}
