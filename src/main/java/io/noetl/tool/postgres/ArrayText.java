package io.noetl.tool.postgres;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.function.Function;

/// PostgreSQL's text form of arrays: `{1,2,NULL,"with, comma"}`.
final class ArrayText {
  private final String text;
  private final char delimiter;
  private final Function<String, Value> element;
  private int at;

  private ArrayText(String text, char delimiter, Function<String, Value> element) {
    this.text = text;
    this.delimiter = delimiter;
    this.element = element;
  }

  /// Arrays within the array become lists within the list.
  static Items read(String text, char delimiter, Function<String, Value> element) {
    var array = new ArrayText(text, delimiter, element);
    // Bounds that do not begin at 1 stand before it: [0:1]={1,2}
    array.at = Math.max(0, text.indexOf('{'));
    return array.list();
  }

  private Items list() {
    var list = new ArrayList<Value>();
    at++;
    while (at < text.length() && text.charAt(at) != '}') {
      list.add(item());
      if (at < text.length() && text.charAt(at) == delimiter) {
        at++;
      }
    }
    at++;
    return new Items(list);
  }

  private Value item() {
    return switch (text.charAt(at)) {
      case '{' -> list();
      case '"' -> element.apply(quoted());
      default -> {
        var word = bare();
        yield word.equals("NULL") ? Null.NULL : element.apply(word);
      }
    };
  }

  private String quoted() {
    var out = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      out.append(text.charAt(at++));
    }
    at++;
    return out.toString();
  }

  private String bare() {
    int start = at;
    while (at < text.length() && text.charAt(at) != delimiter && text.charAt(at) != '}') {
      at++;
    }
    return text.substring(start, at);
  }

  static String write(Items items) {
    var out = new StringBuilder("{");
    for (var item : items) {
      if (out.length() > 1) {
        out.append(',');
      }
      switch (item) {
        case Null _ -> out.append("NULL");
        case Items inner -> out.append(write(inner));
        case Text(var text) -> quote(text, out);
        case Fields fields -> quote(Json.write(fields), out);
        default -> out.append(Json.write(item));
      }
    }
    return out.append('}').toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
