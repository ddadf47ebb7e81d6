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

/// A body that has been checked against its form: the reading methods meet nothing unexpected.
public record Body(Fields fields) {
  /// Whether the field is there and not null.
  public boolean has(String name) {
    return fields.get(name) != Null.NULL;
  }

  public Value value(String name) {
    return fields.get(name);
  }

  /// Empty if absent.
  public String text(String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }

  public String text(String name, String absent) {
    return fields.get(name) instanceof Text(var text) ? text : absent;
  }

  /// 0 if absent.
  public long id(String name) {
    return switch (fields.get(name)) {
      case Num.Int(var number) -> number;
      case Text(var text) -> Kind.id(text);
      default -> 0;
    };
  }

  /// The number, which must be in these bounds.
  public long whole(String name, long least, long most, long absent) {
    if (!(fields.get(name) instanceof Num.Int(var number))) {
      return absent;
    }
    if (number < least || number > most) {
      throw Fault.body(
          name, "a whole number from %d to %d".formatted(least, most), "number " + number);
    }
    return number;
  }

  public boolean truth(String name) {
    return fields.get(name) == Bool.TRUE;
  }

  /// Empty if absent.
  public Fields map(String name) {
    return fields.get(name) instanceof Fields map ? map : Fields.EMPTY;
  }

  public Items list(String name) {
    return fields.get(name) instanceof Items items ? items : Items.EMPTY;
  }

  /// A list of texts.
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var item : list(name)) {
      if (!(item instanceof Text(var text))) {
        throw Fault.body(name, "a list of texts", "an item that is " + Kind.found(item));
      }
      texts.add(text);
    }
    return texts;
  }
}
