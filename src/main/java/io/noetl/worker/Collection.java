package io.noetl.worker;

import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds what an iterator goes over, and filters, orders, limits and chunks it.
final class Collection {
  /// Beyond this a list should be split into several executions.
  static final int ITEMS_MAX = 1_000_000;

  private static final Set<String> FALSE_WORDS = Set.of("", "false", "no", "n", "off", "0", "none");

  private final Work work;
  private final String element;
  private final Watch watch;

  private Collection(Work work, String element, Watch watch) {
    this.work = work;
    this.element = element;
    this.watch = watch;
  }

  /// The elements of the iterator's turns: items, or lists of them when it chunks.
  static List<Value> of(Work work, Loop loop, String element, Watch watch) throws ToolFailure {
    var collection = new Collection(work, element, watch);
    var items = collection.find();
    items = loop.where().isPresent() ? collection.where(items, loop.where().get()) : items;
    items = loop.orderBy().isPresent() ? collection.ordered(items, loop.orderBy().get()) : items;
    items = items.subList(0, Math.min(items.size(), whole(work, "limit", ITEMS_MAX + 1)));
    if (items.size() > ITEMS_MAX) {
      throw invalid("the collection has more than %d items".formatted(ITEMS_MAX));
    }
    return collection.chunked(items);
  }

  private List<Value> find() throws ToolFailure {
    var given = work.config().get("collection").plain();
    if (given == Null.NULL && work.config().has("collection")) {
      throw invalid("the collection is null: its template names nothing that exists");
    }
    if (given != Null.NULL && !(given instanceof Fields)) {
      return items(given);
    }
    var found = given instanceof Fields map ? within(map) : Optional.<Value>empty();
    found = found.or(() -> within(work.inputs()));
    for (var name : List.of("data", "input", "work")) {
      found = found.or(() -> named(name));
    }
    return items(found.orElseThrow(() -> invalid(missing(given))));
  }

  /// The first entry of a map that may be meant, or its only one.
  private Optional<Value> within(Fields map) {
    var names =
        List.of(
            element,
            element + "s",
            element + "_list",
            element + "_items",
            "items",
            "values",
            "collection");
    for (var name : names) {
      if (map.get(name) != Null.NULL) {
        return Optional.of(map.get(name));
      }
    }
    return map.size() == 1
        ? map.asMap().values().stream().filter(value -> value != Null.NULL).findFirst()
        : Optional.empty();
  }

  private Optional<Value> named(String name) {
    var value = work.scope().find(name);
    if (value instanceof Undefined || value.plain() == Null.NULL) {
      return Optional.empty();
    }
    return value.plain() instanceof Fields map ? within(map) : Optional.of(value.plain());
  }

  private String missing(Value given) {
    return given instanceof Fields map
        ? "the collection is a map (%s): name one of its lists"
            .formatted(String.join(", ", map.names()))
        : "there is no collection: give it under 'collection', or as '%ss' in the data"
            .formatted(element);
  }

  private static List<Value> items(Value collection) {
    return switch (collection.plain()) {
      case Items(var list) -> list;
      case Text(var text) when text.isBlank() -> List.of();
      case Text(var text) -> {
        var parsed = Literal.parse(text).orElseGet(() -> Text.of(text));
        yield parsed instanceof Items(var list) ? list : List.of(parsed);
      }
      case Value one -> List.of(one);
    };
  }

  private List<Value> where(List<Value> items, Document condition) {
    var kept = new ArrayList<Value>();
    int dropped = 0;
    for (int i = 0; i < items.size(); i++) {
      try {
        if (isTrue(condition.render(scope(items.get(i), i), Moment.now()))) {
          kept.add(items.get(i));
        }
      } catch (TemplateError e) {
        if (dropped++ == 0) {
          watch.log("where cannot be judged for item %d: %s%n".formatted(i, e.message()));
        }
      }
    }
    return kept;
  }

  private static boolean isTrue(Value value) {
    return switch (value.plain()) {
      case Null _ -> false;
      case Bool truth -> truth.isTrue();
      case Num number -> number.real() != 0;
      case Text(var text) -> !FALSE_WORDS.contains(text.strip().toLowerCase(Locale.ROOT));
      case Items items -> items.size() > 0;
      case Fields fields -> !fields.isEmpty();
      default -> false;
    };
  }

  private record Keyed(Value item, Value key) {}

  /// Sorted by the expression; in the given order if its values cannot be compared.
  private List<Value> ordered(List<Value> items, Document expression) {
    try {
      var keyed = new ArrayList<Keyed>(items.size());
      for (int i = 0; i < items.size(); i++) {
        var key = expression.render(scope(items.get(i), i), Moment.now()).plain();
        keyed.add(new Keyed(items.get(i), key));
      }
      keyed.sort((a, b) -> Order.compare(a.key(), b.key()));
      return keyed.stream().map(Keyed::item).toList();
    } catch (TemplateError e) {
      watch.log("order_by leaves the order as it is: %s%n".formatted(e.message()));
    } catch (ClassCastException e) {
      watch.log("order_by leaves the order as it is: %s%n".formatted(e.getMessage()));
    }
    return items;
  }

  private Scope scope(Value item, int index) {
    return name ->
        name.equals(element)
            ? item
            : name.equals("index") ? Num.of(index) : work.scope().find(name);
  }

  private List<Value> chunked(List<Value> items) throws ToolFailure {
    int size = whole(work, "chunk", 0);
    if (size == 0) {
      return items;
    }
    var chunks = new ArrayList<Value>();
    for (int i = 0; i < items.size(); i += size) {
      chunks.add(new Items(items.subList(i, Math.min(items.size(), i + size))));
    }
    return chunks;
  }

  /// A whole number of the config; `otherwise` where it is not given.
  static int whole(Work work, String key, int otherwise) throws ToolFailure {
    var value = work.config().get(key);
    if (value == Null.NULL) {
      return otherwise;
    }
    var digits = value instanceof Text(var text) ? text.strip() : Json.write(value);
    if (!digits.matches("\\d{1,18}")) {
      throw invalid("'%s' must be a whole number, is %s".formatted(key, digits));
    }
    return (int) Math.min(Long.parseLong(digits), Integer.MAX_VALUE);
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("iterator", message);
  }
}
