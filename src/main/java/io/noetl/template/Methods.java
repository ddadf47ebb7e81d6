package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The methods of values, as Python's have them. None changes anything; see [Changes].
final class Methods {
  private static final Library NONE = Library.of();
  private static final Library LISTS =
      Library.of(
          shelf ->
              shelf
                  .fixed("index", "value", Methods::index)
                  .fixed("count", "value", Methods::count)
                  .fixed("copy", "", (_, of, _) -> of));
  private static final Library MAPS =
      Library.of(
          shelf ->
              shelf
                  .fixed("get", "key otherwise?", Methods::get)
                  .fixed("items", "", (f, of, _) -> Sequences.rows(Sequences.entries(f, of)))
                  .fixed("keys", "", (f, of, _) -> new Items(Sequences.of(f, of)))
                  .fixed("values", "", Methods::values)
                  .fixed("copy", "", (_, of, _) -> of));
  private static final Library BYTES =
      Library.of(
          shelf ->
              shelf
                  .fixed("decode", "encoding?", Methods::decode)
                  .fixed("hex", "", (f, of, _) -> Text.of(HexFormat.of().formatHex(bytes(f, of)))));
  private static final Library NUMBERS =
      Library.of(
          shelf ->
              shelf
                  .fixed("is_integer", "", Methods::isInteger)
                  .fixed("bit_length", "", Methods::bitLength)
                  .fixed("conjugate", "", (_, of, _) -> of));

  private Methods() {}

  static Library of(Value value) {
    return switch (value) {
      case Text _ -> TextMethods.ALL;
      case Items _, Row _ -> LISTS;
      case Num _ -> NUMBERS;
      case Bytes _ -> BYTES;
      case Null _, Bool _ -> NONE;
      default -> Sequences.isMap(value) ? MAPS : NONE;
    };
  }

  private static Value index(Frame frame, Value of, Args args) {
    var list = Sequences.of(frame, of);
    frame.step(1 + list.size() / 8);
    for (int i = 0; i < list.size(); i++) {
      if (Comparing.equal(frame, list.get(i), args.value(0))) {
        return Num.of(i);
      }
    }
    throw frame.error("the list has no such entry", "ask with `in` first");
  }

  private static Value count(Frame frame, Value of, Args args) {
    var list = Sequences.of(frame, of);
    frame.step(1 + list.size() / 8);
    int count = 0;
    for (var each : list) {
      count += Comparing.equal(frame, each, args.value(0)) ? 1 : 0;
    }
    return Num.of(count);
  }

  private static Value get(Frame frame, Value of, Args args) {
    return Access.item(frame, of, args.value(0), args.value(1, Null.NULL));
  }

  private static Value values(Frame frame, Value of, Args args) {
    return new Items(Sequences.entries(frame, of).stream().map(Table.Entry::value).toList());
  }

  private static byte[] bytes(Frame frame, Value of) {
    return DataFilters.bytes(frame, of);
  }

  private static Value decode(Frame frame, Value of, Args args) {
    var charset = Bytes.charset(frame, args.text(0, StandardCharsets.UTF_8.name()));
    var bytes = bytes(frame, of);
    frame.grow(bytes.length);
    return Text.of(new String(bytes, charset));
  }

  private static Value isInteger(Frame frame, Value of, Args args) {
    return Bool.of(!(of instanceof Num.Real(var number)) || number == Math.rint(number));
  }

  private static Value bitLength(Frame frame, Value of, Args args) {
    if (of instanceof Num.Real || !(of instanceof Num number)) {
      throw Operands.unfit(frame, "a whole number", of);
    }
    return Num.of(Arithmetic.integer(number).abs().bitLength());
  }
}
