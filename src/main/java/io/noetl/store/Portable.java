package io.noetl.store;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;

/// What survives in every kind of column. PostgreSQL's `jsonb`, which holds `meta` there, refuses
/// NaN and the character NUL and turns 1.0E10 into a whole number; its text columns refuse NUL too;
/// half of a surrogate pair is no text in UTF-8 anywhere.
public final class Portable {
  private static final char REPLACEMENT = '\ufffd';

  private Portable() {}

  /// Whether `jsonb` gives the value back as it was (but for the order of names).
  static boolean isPortable(Value value) {
    return switch (value) {
      case Null _, Bool _, Num.Int _, Num.Big _ -> true;
      case Num.Real _, View _ -> false;
      case Text(var text) -> isPortable(text);
      case Items(var list) -> {
        for (var item : list) {
          if (!isPortable(item)) {
            yield false;
          }
        }
        yield true;
      }
      case Fields fields -> {
        for (var entry : fields.asMap().entrySet()) {
          if (!isPortable(entry.getKey()) || !isPortable(entry.getValue())) {
            yield false;
          }
        }
        yield true;
      }
    };
  }

  /// Whether a text column gives the text back as it was.
  static boolean isPortable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /// The text with the replacement character for each that a text column does not give back.
  public static String cleaned(String text) {
    if (isPortable(text)) {
      return text;
    }
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPair(text, i)) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return out.toString();
  }

  /// JSON text with each half of a surrogate pair written as an escape, so that it becomes UTF-8
  /// and comes back.
  public static String json(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (Character.isSurrogate(json.charAt(i))) {
        if (!isPair(json, i)) {
          return escaped(json);
        }
        i++;
      }
    }
    return json;
  }

  private static String escaped(String json) {
    var out = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        out.append(c);
      } else if (isPair(json, i)) {
        out.append(c).append(json.charAt(++i));
      } else {
        out.append("\\u%04x".formatted((int) c));
      }
    }
    return out.toString();
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
