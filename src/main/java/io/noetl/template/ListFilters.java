package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Filters over lists and maps.
final class ListFilters {
  private ListFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .fixed("list", "", (f, of, _) -> new Items(Sequences.of(f, of)))
        .fixed("length", "", (f, of, _) -> Num.of(Sequences.size(f, of)))
        .alias("count", "length")
        .fixed("first", "", ListFilters::first)
        .fixed("last", "", ListFilters::last)
        .fixed("random", "", ListFilters::random)
        .fixed("join", "d? attribute?", TextFilters::join)
        .fixed("reverse", "", ListFilters::reverse)
        .fixed("sort", "reverse? case_sensitive? attribute?", ListFilters::sort)
        .fixed("unique", "case_sensitive? attribute?", ListFilters::unique)
        .fixed("min", "case_sensitive? attribute?", (f, of, args) -> extreme(f, of, args, -1))
        .fixed("max", "case_sensitive? attribute?", (f, of, args) -> extreme(f, of, args, 1))
        .fixed("sum", "attribute? start?", ListFilters::sum)
        .fixed("batch", "linecount fill_with?", ListFilters::batch)
        .fixed("slice", "slices fill_with?", ListFilters::slice)
        .fixed("groupby", "attribute default? case_sensitive?", ListFilters::groups)
        .fixed("items", "", ListFilters::items)
        .fixed("dictsort", "case_sensitive? by? reverse?", ListFilters::sortedEntries)
        .fixed("flatten", "levels?", ListFilters::flatten)
        .open("zip", ListFilters::zip);
  }

  private static Value first(Frame frame, Value of, Args args) {
    var list = Sequences.of(frame, of);
    return list.isEmpty() ? new Undefined("the first of nothing") : list.getFirst();
  }

  private static Value last(Frame frame, Value of, Args args) {
    var list = Sequences.of(frame, of);
    return list.isEmpty() ? new Undefined("the last of nothing") : list.getLast();
  }

  private static Value random(Frame frame, Value of, Args args) {
    var list = Sequences.of(frame, of);
    return list.isEmpty()
        ? new Undefined("one of nothing")
        : list.get((int) Long.remainderUnsigned(frame.draw(), list.size()));
  }

  private static Value reverse(Frame frame, Value of, Args args) {
    if (Native.bare(of) instanceof Text(var text)) {
      frame.grow(text.length());
      return Text.of(new StringBuilder(text).reverse().toString());
    }
    var list = Sequences.of(frame, of);
    frame.step(1 + list.size() / 16);
    return new Items(list.reversed());
  }

  /// Keys are compared as lists are: equal ones first, so that what has no order may stand among
  /// its like.
  private static Value sort(Frame frame, Value of, Args args) {
    boolean reverse = args.truth(0, false);
    boolean cased = args.truth(1, false);
    var getters = Getter.several(frame, args.value(2, Null.NULL));
    return new Items(
        Ordering.sorted(
            frame,
            Sequences.of(frame, of),
            entry -> new Items(getters.stream().map(each -> key(each, cased, entry)).toList()),
            reverse));
  }

  private static Value key(Getter getter, boolean cased, Value entry) {
    var value = getter.get(entry);
    return cased ? value : Ordering.ignoringCase(value);
  }

  private static Value unique(Frame frame, Value of, Args args) {
    boolean cased = args.truth(0, false);
    var getter = Getter.of(frame, args.value(1, Null.NULL), Access.ABSENT);
    Set<Value> seen = new HashSet<>();
    List<Value> unique = new ArrayList<>();
    for (var each : Sequences.of(frame, of)) {
      frame.step(1);
      if (seen.add(Keys.of(frame, key(getter, cased, each)))) {
        unique.add(each);
      }
    }
    return new Items(unique);
  }

  private static Value extreme(Frame frame, Value of, Args args, int sign) {
    boolean cased = args.truth(0, false);
    var getter = Getter.of(frame, args.value(1, Null.NULL), Access.ABSENT);
    var list = Sequences.of(frame, of);
    if (list.isEmpty()) {
      return new Undefined(sign < 0 ? "the least of nothing" : "the greatest of nothing");
    }
    frame.step(list.size());
    var best = list.getFirst();
    var bestKey = key(getter, cased, best);
    for (var each : list.subList(1, list.size())) {
      var key = key(getter, cased, each);
      if (Comparing.compare(frame, key, bestKey, Operator.LESS) * sign > 0) {
        best = each;
        bestKey = key;
      }
    }
    return best;
  }

  private static Value sum(Frame frame, Value of, Args args) {
    var getter = Getter.of(frame, args.value(0, Null.NULL), Access.ABSENT);
    var sum = args.value(1, Num.of(0));
    if (sum instanceof Text) {
      throw frame.error("`sum` adds numbers", "`join` joins texts");
    }
    for (var each : Sequences.of(frame, of)) {
      frame.step(1);
      sum = Arithmetic.apply(frame, Operator.ADD, sum, getter.get(each));
    }
    return sum;
  }

  private static Value batch(Frame frame, Value of, Args args) {
    int size = args.whole(0, 1);
    if (size < 1) {
      throw frame.error("expected a batch of at least 1, found %d".formatted(size));
    }
    var list = Sequences.of(frame, of);
    frame.step(1 + list.size());
    List<Value> batches = new ArrayList<>();
    for (long at = 0; at < list.size(); at += size) {
      List<Value> batch =
          new ArrayList<>(list.subList((int) at, (int) Math.min(list.size(), at + size)));
      if (args.has(1)) {
        frame.step(size - batch.size());
        while (batch.size() < size) {
          batch.add(args.value(1));
        }
      }
      batches.add(new Items(batch));
    }
    return new Items(batches);
  }

  private static Value slice(Frame frame, Value of, Args args) {
    int count = args.whole(0, 1);
    if (count < 1) {
      throw frame.error("expected at least 1 slice, found %d".formatted(count));
    }
    var list = Sequences.of(frame, of);
    frame.step((long) count + list.size());
    int each = list.size() / count;
    int longer = list.size() % count;
    List<Value> slices = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < count; i++) {
      int end = at + each + (i < longer ? 1 : 0);
      List<Value> slice = new ArrayList<>(list.subList(at, end));
      if (args.has(1) && i >= longer) {
        slice.add(args.value(1));
      }
      slices.add(new Items(slice));
      at = end;
    }
    return new Items(slices);
  }

  private static Value groups(Frame frame, Value of, Args args) {
    boolean cased = args.truth(2, false);
    var getter = Getter.of(frame, args.value(0), args.has(1) ? args.value(1) : Access.ABSENT);
    var sorted =
        Ordering.sorted(frame, Sequences.of(frame, of), entry -> key(getter, cased, entry), false);
    Map<Value, List<Value>> groups = new LinkedHashMap<>();
    for (var each : sorted) {
      groups
          .computeIfAbsent(Keys.of(frame, key(getter, cased, each)), _ -> new ArrayList<>())
          .add(each);
    }
    List<Value> rows = new ArrayList<>();
    for (var group : groups.values()) {
      var grouper = getter.get(group.getFirst());
      rows.add(new Row(List.of(grouper, new Items(group)), List.of("grouper", "list")));
    }
    return new Items(rows);
  }

  private static Value items(Frame frame, Value of, Args args) {
    return of instanceof Undefined ? Items.EMPTY : Sequences.rows(Sequences.entries(frame, of));
  }

  private static Value sortedEntries(Frame frame, Value of, Args args) {
    boolean cased = args.truth(0, false);
    var by = args.text(1, "key");
    if (!by.equals("key") && !by.equals("value")) {
      throw frame.error("expected `key` or `value` to sort by, found `%s`".formatted(by));
    }
    var place = Getter.of(frame, Num.of(by.equals("key") ? 0 : 1), Access.ABSENT);
    var rows = Sequences.rows(Sequences.entries(frame, of)).list();
    return new Items(
        Ordering.sorted(frame, rows, row -> key(place, cased, row), args.truth(2, false)));
  }

  private static Value flatten(Frame frame, Value of, Args args) {
    List<Value> flat = new ArrayList<>();
    flatten(frame, Sequences.of(frame, of), args.whole(0, Integer.MAX_VALUE), flat);
    return new Items(flat);
  }

  private static void flatten(Frame frame, List<Value> list, int levels, List<Value> flat) {
    frame.step(1 + list.size());
    for (var each : list) {
      var bare = Native.bare(each);
      if (levels > 0 && (bare instanceof Items || bare instanceof Row)) {
        flatten(frame, Sequences.of(frame, bare), levels - 1, flat);
      } else {
        flat.add(each);
      }
    }
  }

  private static Value zip(Frame frame, Value of, Given given) {
    List<List<Value>> lists = new ArrayList<>();
    lists.add(Sequences.of(frame, of));
    given.positional().forEach(each -> lists.add(Sequences.of(frame, each)));
    int size = lists.stream().mapToInt(List::size).min().orElse(0);
    frame.step((long) size * lists.size());
    List<Value> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int place = i;
      rows.add(new Row(lists.stream().map(list -> list.get(place)).toList()));
    }
    return new Items(rows);
  }
}
