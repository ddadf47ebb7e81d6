package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// All functions: what may be called by its name alone.
final class Functions {
  static final Library ALL =
      Library.of(
          shelf ->
              shelf
                  .fixed("range", "start stop? step?", Functions::range)
                  .open("dict", Functions::dict)
                  .open("namespace", Functions::namespace)
                  .open("cycler", (_, _, given) -> new Cycler(given.positional()))
                  .fixed("joiner", "sep?", (_, _, args) -> new Joiner(args.text(0, ", ")))
                  .fixed("now", "", (f, _, _) -> Text.of(Moments.text(f.now())))
                  .fixed("today", "", (f, _, _) -> Text.of(Moments.date(f.now())))
                  .fixed("uuid", "", (f, _, _) -> Text.of(uuid(f)))
                  .fixed("tojson", "value indent?", (f, _, args) -> JsonText.write(f, args))
                  .fixed("fromjson", "text", (f, _, args) -> JsonText.read(f, args.value(0)))
                  .alias("from_json", "fromjson")
                  .fixed("b64encode", "value", (f, _, args) -> DataFilters.encode(f, args.value(0)))
                  .fixed("b64decode", "text", (f, _, args) -> DataFilters.decode(f, args.value(0)))
                  .fixed("lipsum", "n? html? min? max?", (f, _, _) -> refused(f, "lipsum"))
                  .fixed("get_snowflake_id", "", (f, _, _) -> refused(f, "get_snowflake_id")));

  private static final Map<String, String> FOREIGN =
      Map.of(
          "len", "use `x | length`",
          "str", "use `x | string`",
          "bool", "compare instead: `x == 'true'`",
          "sorted", "use `x | sort`",
          "reversed", "use `x | reverse`",
          "enumerate", "use `loop.index0` within `for`",
          "print", "use `{{ x }}`",
          "type", "use a test: `x is string`",
          "isinstance", "use a test: `x is string`",
          "datetime", "use `now()` and `strftime`");

  private Functions() {}

  static String hint(String name) {
    var foreign = FOREIGN.get(name);
    if (foreign != null) {
      return foreign;
    }
    return Filters.ALL.names().contains(name)
        ? "it is a filter: `x | %s`".formatted(name)
        : Spelling.hint(name, ALL.names());
  }

  private static Value refused(Frame frame, String name) {
    throw frame.error(
        "`%s` is not supported".formatted(name),
        name.equals("lipsum") ? "write the text itself" : "use `execution_id` or `uuid()`");
  }

  private static Value range(Frame frame, Value of, Args args) {
    long first = args.isGiven(1) ? bound(frame, args.value(0)) : 0;
    long end = bound(frame, args.value(args.isGiven(1) ? 1 : 0));
    long step = args.isGiven(2) ? bound(frame, args.value(2)) : 1;
    if (step == 0) {
      throw frame.error("the step of a range cannot be 0");
    }
    long span = step > 0 ? end - first : first - end;
    long count = span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
    frame.step(count);
    List<Value> list = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      list.add(Num.of(first + i * step));
    }
    return new Items(list);
  }

  private static long bound(Frame frame, Value value) {
    var bare = Native.bare(value);
    if (Comparing.isNumber(bare)) {
      return switch (Comparing.number(bare)) {
        case Num.Int(var whole) -> Math.clamp(whole, -(1L << 60), 1L << 60);
        case Num.Big(var whole) -> whole.signum() * (1L << 60);
        case Num.Real _ -> throw Operands.unfit(frame, "whole numbers for `range`", bare);
      };
    }
    throw Operands.unfit(frame, "whole numbers for `range`", bare);
  }

  private static Value dict(Frame frame, Value of, Given given) {
    return Sequences.map(frame, entries(frame, given));
  }

  private static List<Table.Entry> entries(Frame frame, Given given) {
    List<Table.Entry> entries = new ArrayList<>();
    for (var value : given.positional()) {
      entries.addAll(DataFilters.entries(frame, value));
    }
    given.named().forEach((name, value) -> entries.add(new Table.Entry(Text.of(name), value)));
    return entries;
  }

  private static Value namespace(Frame frame, Value of, Given given) {
    Map<String, Value> map = new LinkedHashMap<>();
    entries(frame, given).forEach(entry -> map.put(Keys.text(entry.key()), entry.value()));
    return new Namespace(map);
  }

  private static String uuid(Frame frame) {
    long high = (frame.draw() & 0xFFFFFFFFFFFF0FFFL) | 0x4000;
    long low = (frame.draw() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
