package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayList;
import java.util.List;

/// Attributes, items and slices of values.
final class Access {
  /// Stands for "not there" in look-ups; never leaves this room.
  static final Value ABSENT = new Undefined("");

  /// What `x if test` gives where the test fails.
  static final Value NOT_CHOSEN = new Undefined("the missing `else`");

  private Access() {}

  /// `of.name`, or `absent`.
  static Value attribute(Value of, String name, Value absent) {
    return switch (of) {
      case Fields fields -> fields.getOr(name, absent);
      case Native view -> orAbsent(view.attribute(name), absent);
      case View view -> view.attribute(name);
      case Num number -> numberAttribute(number, name, absent);
      case Null _, Bool _, Text _, Items _ -> absent;
    };
  }

  private static Value orAbsent(Value value, Value absent) {
    return value instanceof Undefined ? absent : value;
  }

  private static Value numberAttribute(Num number, String name, Value absent) {
    return switch (name) {
      case "real" -> number;
      case "imag" -> Num.of(0);
      case "numerator" -> number instanceof Num.Real ? absent : number;
      case "denominator" -> number instanceof Num.Real ? absent : Num.of(1);
      default -> absent;
    };
  }

  /// `of[key]`, or `absent`.
  static Value item(Frame frame, Value of, Value key, Value absent) {
    if (of instanceof Fields fields && key instanceof Text(var name)) {
      return fields.getOr(name, absent);
    }
    if (of instanceof Items(var list) && key instanceof Num.Int(var index)) {
      return entry(list, index, absent);
    }
    return otherItem(frame, of, Native.bare(key), absent);
  }

  private static Value otherItem(Frame frame, Value of, Value key, Value absent) {
    return switch (of) {
      case Undefined undefined -> new Undefined(undefined.path() + "[" + brief(frame, key) + "]");
      case Table table -> tableItem(frame, table, key, absent);
      case Row row when Comparing.isNumber(key) -> entry(row.list(), index(key), absent);
      case View view when key instanceof Text(var name) -> attribute(view, name, absent);
      case Native _ -> absent;
      case View view -> item(frame, view.plain(), key, absent);
      case Items(var list) when Comparing.isNumber(key) -> entry(list, index(key), absent);
      case Text(var text) when Comparing.isNumber(key) -> character(text, index(key), absent);
      default -> absent;
    };
  }

  private static String brief(Frame frame, Value key) {
    return key instanceof Text || key instanceof Num ? Printing.quoted(frame, key) : key.kind();
  }

  private static Value tableItem(Frame frame, Table table, Value key, Value absent) {
    var entry = table.entries().get(Keys.of(frame, key));
    return entry == null ? absent : entry.value();
  }

  /// The place that a number means; one that no list has for a number that is not whole.
  private static long index(Value key) {
    return Comparing.number(key) instanceof Num.Int(var index) ? index : Long.MIN_VALUE;
  }

  private static Value entry(List<Value> list, long index, Value absent) {
    long place = index < 0 ? index + list.size() : index;
    return place >= 0 && place < list.size() ? list.get((int) place) : absent;
  }

  private static Value character(String text, long index, Value absent) {
    int length = Chars.length(text);
    long place = index < 0 ? index + length : index;
    return place >= 0 && place < length ? Text.of(Chars.at(text, (int) place)) : absent;
  }

  /// `of[from:to:step]`; null for what is left out.
  static Value slice(Frame frame, Value of, Value from, Value to, Value step) {
    var bare = Native.bare(of);
    if (bare instanceof Undefined) {
      return bare;
    }
    int size =
        switch (bare) {
          case Text(var text) -> Chars.length(text);
          case Items(var list) -> list.size();
          case Row row -> row.list().size();
          default -> throw Operands.unfit(frame, "a list or text to slice", bare);
        };
    long stride = bound(frame, step, 1);
    if (stride == 0) {
      throw frame.error("the step of a slice cannot be 0");
    }
    long first = clamped(bound(frame, from, stride > 0 ? 0 : size), size, stride);
    long end = clamped(bound(frame, to, stride > 0 ? size : -size - 1L), size, stride);
    return cut(frame, bare, new Stretch(first, end, stride));
  }

  private record Stretch(long first, long end, long stride) {}

  private static long bound(Frame frame, Value value, long otherwise) {
    return switch (Native.bare(value)) {
      case Null _ -> otherwise;
      case Num.Int(var number) -> Math.clamp(number, -Integer.MAX_VALUE, (long) Integer.MAX_VALUE);
      case Num.Big(var number) -> number.signum() * (long) Integer.MAX_VALUE;
      case Bool truth -> truth.isTrue() ? 1 : 0;
      case Value other -> throw Operands.unfit(frame, "whole numbers in a slice", other);
    };
  }

  private static long clamped(long index, int size, long stride) {
    long place = index < 0 ? index + size : index;
    return stride > 0 ? Math.clamp(place, 0L, (long) size) : Math.clamp(place, -1L, size - 1L);
  }

  private static Value cut(Frame frame, Value of, Stretch stretch) {
    return switch (of) {
      case Text(var text) -> Text.of(cut(frame, text, stretch));
      case Items(var list) -> new Items(cut(frame, list, stretch));
      case Row row -> new Row(cut(frame, row.list(), stretch));
      default -> of;
    };
  }

  private static String cut(Frame frame, String text, Stretch stretch) {
    if (stretch.stride() == 1) {
      frame.step(text.length() / 64);
      return stretch.first() < stretch.end()
          ? Chars.cut(text, (int) stretch.first(), (int) stretch.end())
          : "";
    }
    frame.step(text.length());
    int[] codes = text.codePoints().toArray();
    var out = new StringBuilder();
    for (long i = stretch.first(); isBefore(i, stretch); i += stretch.stride()) {
      out.appendCodePoint(codes[(int) i]);
    }
    return out.toString();
  }

  private static List<Value> cut(Frame frame, List<Value> list, Stretch stretch) {
    frame.step(list.size() / 32);
    if (stretch.stride() == 1) {
      return stretch.first() < stretch.end()
          ? list.subList((int) stretch.first(), (int) stretch.end())
          : List.of();
    }
    List<Value> out = new ArrayList<>();
    for (long i = stretch.first(); isBefore(i, stretch); i += stretch.stride()) {
      out.add(list.get((int) i));
    }
    return out;
  }

  private static boolean isBefore(long index, Stretch stretch) {
    return stretch.stride() > 0 ? index < stretch.end() : index > stretch.end();
  }
}
