package io.noetl.server.http;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// What sort of value a field or parameter takes.
public enum Kind {
  TEXT("a text", "string"),
  /// Ids are texts, since many languages cannot hold 64 bits in a number. A whole number is taken.
  ID("an id (a whole number above 0, as text)", "string"),
  WHOLE("a whole number", "integer"),
  NUMBER("a number", "number"),
  TRUTH("true or false", "boolean"),
  MAP("a map", "object"),
  LIST("a list", "array"),
  ANY("anything", "");

  private final String words;
  private final String type;

  Kind(String words, String type) {
    this.words = words;
    this.type = type;
  }

  /// For messages.
  String words() {
    return words;
  }

  /// The JSON Schema of it.
  Fields schema() {
    if (this == ANY) {
      return Fields.EMPTY;
    }
    var schema = Fields.of("type", Text.of(type));
    return this == ID ? schema.with("pattern", Text.of("^[0-9]{1,19}$")) : schema;
  }

  /// The JSON Schema of it where it may be absent by being null.
  Fields nullableSchema() {
    return this == ANY
        ? Fields.EMPTY
        : schema().with("type", Items.of(Text.of(type), Text.of("null")));
  }

  boolean takes(Value value) {
    return switch (this) {
      case TEXT -> value instanceof Text;
      case ID -> value instanceof Num.Int(var number) ? number > 0 : isId(value);
      case WHOLE -> value instanceof Num.Int;
      case NUMBER -> value instanceof Num;
      case TRUTH -> value instanceof Bool;
      case MAP -> value instanceof Fields;
      case LIST -> value instanceof Items;
      case ANY -> true;
    };
  }

  private static boolean isId(Value value) {
    return value instanceof Text(var text) && id(text) > 0;
  }

  /// The id that the text is; 0 if it is none.
  static long id(String text) {
    boolean isPlain = !text.isEmpty() && text.length() <= 19;
    if (!isPlain || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0; // Beyond 64 bits.
    }
  }

  /// What the value is, for messages: its kind, and itself where that is short.
  static String found(Value value) {
    return switch (value) {
      case Null _ -> "null";
      case Bool truth -> Boolean.toString(truth.isTrue());
      case Text(var text) -> "text '%s'".formatted(Fault.shortened(text));
      case Num.Int(var number) -> "number " + number;
      case Num.Real(var number) -> "number " + number;
      default -> value.kind();
    };
  }

  /// The names of the constants of an enumeration, for choices.
  static <E extends Enum<E>> List<String> names(Class<E> type) {
    var names = new ArrayList<String>();
    for (var constant : type.getEnumConstants()) {
      names.add(constant.name());
    }
    return names;
  }
}
