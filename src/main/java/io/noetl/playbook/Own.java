package io.noetl.playbook;

import io.noetl.template.Template;
import io.noetl.value.Bool;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;

/// A key that belongs to a tool or a save: its canonical name, what it may hold, how else it may be
/// spelled, and a sentence about it.
record Own(String name, Shape shape, List<String> spellings, boolean required, String about) {

  /// What a key may hold. A template may always stand for it.
  enum Shape {
    ANY("anything"),
    TEXT("text"),
    TEXTS("text or a list"),
    NUMBER("a number"),
    TRUTH("true or false"),
    MAP("a map"),
    LIST("a list");

    private final String words;

    Shape(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean fits(Written written) {
      if (written.value() instanceof Text(var text) && Template.isTemplate(text)) {
        return true;
      }
      return switch (this) {
        case ANY -> true;
        case TEXT -> written instanceof Written.Scalar;
        case TEXTS -> !(written instanceof Written.Mapping);
        case NUMBER -> written.value() instanceof Num;
        case TRUTH -> written.value() instanceof Bool;
        case MAP -> written instanceof Written.Mapping;
        case LIST -> written instanceof Written.Sequence;
      };
    }
  }

  Own {
    spellings = List.copyOf(spellings);
  }

  static Own key(Shape shape, String name, String about) {
    return new Own(name, shape, List.of(name), false, about);
  }

  /// The same with more spellings.
  Own or(String... more) {
    var all = new ArrayList<>(spellings);
    all.addAll(List.of(more));
    return new Own(name, shape, all, required, about);
  }

  /// The same, each spelling also with `_b64` behind it for text in base64.
  Own orEncoded() {
    var all = new ArrayList<>(spellings);
    spellings.forEach(spelling -> all.add(spelling + Encoded.SUFFIX));
    return new Own(name, shape, all, required, about);
  }

  Own needed() {
    return new Own(name, shape, spellings, true, about);
  }

  String[] spelled() {
    return spellings.toArray(String[]::new);
  }
}
