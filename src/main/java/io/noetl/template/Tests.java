package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// All tests: what may stand after `is`.
final class Tests {
  static final Library ALL =
      Library.of(
          Tests::defineKinds, Tests::defineNumbers, Tests::defineComparisons, Tests::defineTexts);

  private Tests() {}

  static String hint(String name) {
    return switch (name) {
      case "None", "null", "nil" -> "did you mean `none`?";
      case "True", "False" -> "did you mean `%s`?".formatted(Strings.lower(name));
      case "empty" -> "use `not x`, or `x | length == 0`";
      case "list" -> "use `sequence`";
      case "dict", "map", "object" -> "use `mapping`";
      case "int" -> "use `integer`";
      case "str", "text" -> "use `string`";
      case "bool" -> "use `boolean`";
      default -> Spelling.hint(name, ALL.names());
    };
  }

  private static void kind(Library.Shelf shelf, String name, Predicate<Value> holds) {
    shelf.fixed(name, "", (_, of, _) -> Bool.of(holds.test(Native.bare(of))));
  }

  private static void defineKinds(Library.Shelf shelf) {
    kind(shelf, "defined", value -> !(value instanceof Undefined));
    kind(shelf, "undefined", value -> value instanceof Undefined);
    kind(shelf, "none", value -> value == Null.NULL);
    kind(shelf, "boolean", value -> value instanceof Bool);
    kind(shelf, "true", value -> value == Bool.TRUE);
    kind(shelf, "false", value -> value == Bool.FALSE);
    kind(shelf, "integer", value -> value instanceof Num && !(value instanceof Num.Real));
    kind(shelf, "float", value -> value instanceof Num.Real);
    kind(shelf, "number", Comparing::isNumber);
    kind(shelf, "string", value -> value instanceof Text);
    kind(shelf, "mapping", Sequences::isMap);
    kind(shelf, "sequence", value -> isSequence(value) || value instanceof Undefined);
    kind(shelf, "iterable", value -> isSequence(value) || value instanceof Undefined);
    kind(shelf, "callable", value -> value instanceof Callable);
    kind(shelf, "escaped", _ -> false);
    shelf
        .fixed("filter", "", (f, of, _) -> Bool.of(isIn(f, Filters.ALL, of)))
        .fixed("test", "", (f, of, _) -> Bool.of(isIn(f, Tests.ALL, of)));
  }

  private static boolean isSequence(Value value) {
    return value instanceof Text
        || value instanceof Items
        || value instanceof Fields
        || value instanceof Row
        || value instanceof Table
        || value instanceof Bytes;
  }

  private static boolean isIn(Frame frame, Library library, Value name) {
    return library.names().contains(Printing.text(frame, name));
  }

  private static void defineNumbers(Library.Shelf shelf) {
    shelf
        .fixed("odd", "", (f, of, _) -> Bool.of(leaves(f, of, Num.of(2), Num.of(1))))
        .fixed("even", "", (f, of, _) -> Bool.of(leaves(f, of, Num.of(2), Num.of(0))))
        .fixed(
            "divisibleby",
            "num",
            (f, of, args) -> Bool.of(leaves(f, of, args.value(0), Num.of(0))));
  }

  private static boolean leaves(Frame frame, Value value, Value divisor, Value rest) {
    var found = Arithmetic.apply(frame, Operator.REMAINDER, value, divisor);
    return Comparing.equal(frame, found, rest);
  }

  private static void defineComparisons(Library.Shelf shelf) {
    comparison(shelf, Operator.EQUAL, "==", "eq", "equalto");
    comparison(shelf, Operator.UNEQUAL, "!=", "ne");
    comparison(shelf, Operator.LESS, "<", "lt", "lessthan");
    comparison(shelf, Operator.LESS_OR_EQUAL, "<=", "le");
    comparison(shelf, Operator.GREATER, ">", "gt", "greaterthan");
    comparison(shelf, Operator.GREATER_OR_EQUAL, ">=", "ge");
    comparison(shelf, Operator.IN, "in");
    shelf
        .fixed("sameas", "other", (f, of, args) -> Bool.of(isSame(f, of, args.value(0))))
        .fixed(
            "contains",
            "value",
            (f, of, args) -> Bool.of(Comparing.contains(f, of, args.value(0))));
  }

  private static void comparison(Library.Shelf shelf, Operator operator, String... names) {
    for (var name : names) {
      shelf.fixed(
          name, "other", (f, of, args) -> Bool.of(Comparing.test(f, operator, of, args.value(0))));
    }
  }

  /// The same kind and equal: values have no identity of their own.
  private static boolean isSame(Frame frame, Value first, Value second) {
    var left = Native.bare(first);
    var right = Native.bare(second);
    return left.getClass() == right.getClass() && Comparing.equal(frame, left, right);
  }

  private static void defineTexts(Library.Shelf shelf) {
    shelf
        .fixed("lower", "", (f, of, _) -> Bool.of(isAll(f, of, Character::isLowerCase)))
        .fixed("upper", "", (f, of, _) -> Bool.of(isAll(f, of, Character::isUpperCase)))
        .fixed("match", "pattern ignorecase? multiline?", RegexFilters::matches)
        .fixed("search", "pattern ignorecase? multiline?", RegexFilters::contains);
  }

  private static boolean isAll(Frame frame, Value of, IntPredicate cased) {
    return TextMethods.isAll(Printing.text(frame, of), cased);
  }
}
