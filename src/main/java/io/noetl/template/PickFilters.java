package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Filters that put every entry of a list through another filter or a test.
final class PickFilters {
  private PickFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .open("map", PickFilters::map)
        .open("select", (f, of, given) -> select(f, of, tested(f, "select", given), true))
        .open("reject", (f, of, given) -> select(f, of, tested(f, "reject", given), false))
        .open(
            "selectattr", (f, of, given) -> select(f, of, attribute(f, "selectattr", given), true))
        .open(
            "rejectattr",
            (f, of, given) -> select(f, of, attribute(f, "rejectattr", given), false));
  }

  private static Value map(Frame frame, Value of, Given given) {
    var change = change(frame, given);
    var list = list(frame, of);
    List<Value> mapped = new ArrayList<>(list.size());
    int at = frame.at;
    for (var each : list) {
      frame.at = at;
      frame.step(2);
      mapped.add(change.apply(each));
    }
    return new Items(mapped);
  }

  /// None counts as an empty list here.
  private static List<Value> list(Frame frame, Value of) {
    return Truth.of(of) ? Sequences.of(frame, of) : List.of();
  }

  private static UnaryOperator<Value> change(Frame frame, Given given) {
    if (!given.positional().isEmpty()) {
      var name = Printing.text(frame, given.positional().getFirst());
      var filter =
          Filters.ALL
              .find(name)
              .orElseThrow(
                  () -> frame.error("unknown filter `%s`".formatted(name), Filters.hint(name)));
      var rest = given.after(1);
      return each -> filter.call(frame, name, each, rest);
    }
    var named = new LinkedHashMap<>(given.named());
    var attribute = named.remove("attribute");
    var otherwise = named.remove("default");
    if (attribute == null || !named.isEmpty()) {
      throw frame.error("`map` takes the name of a filter, or `attribute` and `default`");
    }
    return Getter.of(frame, attribute, otherwise == null ? Access.ABSENT : otherwise)::get;
  }

  private static Value select(Frame frame, Value of, Predicate<Value> test, boolean wanted) {
    List<Value> kept = new ArrayList<>();
    int at = frame.at;
    for (var each : list(frame, of)) {
      frame.at = at;
      frame.step(2);
      if (test.test(each) == wanted) {
        kept.add(each);
      }
    }
    return new Items(kept);
  }

  private static Predicate<Value> tested(Frame frame, String filter, Given given) {
    if (given.isEmpty()) {
      return Truth::of;
    }
    if (given.positional().isEmpty()) {
      throw frame.error("`%s` takes the name of a test".formatted(filter));
    }
    var name = Printing.text(frame, given.positional().getFirst());
    var test =
        Tests.ALL
            .find(name)
            .orElseThrow(() -> frame.error("unknown test `%s`".formatted(name), Tests.hint(name)));
    var rest = given.after(1);
    return each -> Truth.of(test.call(frame, name, each, rest));
  }

  private static Predicate<Value> attribute(Frame frame, String filter, Given given) {
    if (given.positional().isEmpty()) {
      throw frame.error("`%s` takes the name of an attribute".formatted(filter));
    }
    var getter = Getter.of(frame, given.positional().getFirst(), Access.ABSENT);
    var test = tested(frame, filter, given.after(1));
    return each -> test.test(getter.get(each));
  }

  /// What a literal argument of such a filter names, for checks beforehand: the filter of `map` or
  /// the test of the others; empty where it names none.
  static String named(Expression.Filter filter) {
    int place = filter.name().endsWith("attr") ? 1 : 0;
    var positional = filter.arguments().positional();
    return positional.size() > place
            && positional.get(place) instanceof Expression.Literal(_, Text(var name))
        ? name
        : "";
  }
}
