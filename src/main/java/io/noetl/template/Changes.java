package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Methods that change their list or map. Values never change: a variable that the template set
/// itself gets the changed copy, and data from outside stay as they are.
///
/// Each answers with a row of the changed value and what the call gives.
final class Changes {
  private static final Library LISTS =
      Library.of(
          shelf ->
              shelf
                  .fixed("append", "value", Changes::append)
                  .fixed("extend", "values", Changes::extend)
                  .fixed("insert", "index value", Changes::insert)
                  .fixed("pop", "index?", Changes::pop)
                  .fixed("remove", "value", Changes::remove)
                  .fixed("clear", "", (_, _, _) -> Row.of(Items.EMPTY, Null.NULL))
                  .fixed("sort", "reverse?", Changes::sort)
                  .fixed("reverse", "", Changes::reverse));
  private static final Library MAPS =
      Library.of(
          shelf ->
              shelf
                  .open("update", Changes::update)
                  .fixed("setdefault", "key value?", Changes::setDefault)
                  .fixed("pop", "key otherwise?", Changes::popKey)
                  .fixed("popitem", "", Changes::popEntry)
                  .fixed("clear", "", (f, _, _) -> Row.of(Sequences.map(f, List.of()), Null.NULL)));
  static final Set<String> NAMES = names();

  private Changes() {}

  record Call(String name, Given given) {}

  private static Set<String> names() {
    Set<String> names = new HashSet<>(LISTS.names());
    names.addAll(MAPS.names());
    return Set.copyOf(names);
  }

  static Value apply(Frame frame, Place place, Value of, Call call) {
    var bare = Native.bare(of);
    boolean called = of instanceof View view && view.attribute(call.name()) instanceof Callable;
    var library = Sequences.isMap(bare) ? MAPS : LISTS;
    var method = library.find(call.name());
    if (called || method.isEmpty() || !(bare instanceof Items || Sequences.isMap(bare))) {
      return Callee.method(frame, of, call.name(), call.given());
    }
    frame.step(1 + Sequences.size(frame, bare) / 32);
    // A list that takes itself in, again and again, must not become too deep to walk over.
    call.given().positional().forEach(each -> Exit.checkDepth(frame, each));
    call.given().named().values().forEach(each -> Exit.checkDepth(frame, each));
    var answer = method.get().call(frame, call.name(), bare, call.given());
    if (!(answer instanceof Row(var both, _))) {
      throw new IllegalStateException("a change must answer with a row");
    }
    place.put(frame, both.getFirst());
    return both.getLast();
  }

  private static List<Value> copy(Frame frame, Value of) {
    return new ArrayList<>(Sequences.of(frame, of));
  }

  private static Value changed(List<Value> list) {
    return Row.of(new Items(list), Null.NULL);
  }

  private static Value append(Frame frame, Value of, Args args) {
    var list = copy(frame, of);
    list.add(args.value(0));
    return changed(list);
  }

  private static Value extend(Frame frame, Value of, Args args) {
    return changed(
        Arithmetic.both(frame, Sequences.of(frame, of), Sequences.of(frame, args.value(0))));
  }

  private static Value insert(Frame frame, Value of, Args args) {
    var list = copy(frame, of);
    int index = args.whole(0, 0);
    list.add(
        Math.clamp(index < 0 ? (long) index + list.size() : index, 0, list.size()), args.value(1));
    return changed(list);
  }

  private static Value pop(Frame frame, Value of, Args args) {
    var list = copy(frame, of);
    int index = args.whole(0, -1);
    int place = index < 0 ? index + list.size() : index;
    if (place < 0 || place >= list.size()) {
      throw frame.error("the list has no entry %d to pop".formatted(index));
    }
    var popped = list.remove(place);
    return Row.of(new Items(list), popped);
  }

  private static Value remove(Frame frame, Value of, Args args) {
    var list = copy(frame, of);
    for (int i = 0; i < list.size(); i++) {
      if (Comparing.equal(frame, list.get(i), args.value(0))) {
        list.remove(i);
        return changed(list);
      }
    }
    throw frame.error("the list has no such entry to remove");
  }

  private static Value sort(Frame frame, Value of, Args args) {
    return changed(
        Ordering.sorted(frame, Sequences.of(frame, of), each -> each, args.truth(0, false)));
  }

  private static Value reverse(Frame frame, Value of, Args args) {
    var list = copy(frame, of);
    Collections.reverse(list);
    return changed(list);
  }

  private static Value update(Frame frame, Value of, Given given) {
    var entries = new ArrayList<>(Sequences.entries(frame, of));
    for (var other : given.positional()) {
      entries.addAll(DataFilters.entries(frame, other));
    }
    given.named().forEach((name, value) -> entries.add(new Table.Entry(Text.of(name), value)));
    return Row.of(Sequences.map(frame, entries), Null.NULL);
  }

  private static Value setDefault(Frame frame, Value of, Args args) {
    var found = Access.item(frame, of, args.value(0), Access.ABSENT);
    if (found != Access.ABSENT) {
      return Row.of(of, found);
    }
    var value = args.value(1, Null.NULL);
    var entries = new ArrayList<>(Sequences.entries(frame, of));
    entries.add(new Table.Entry(args.value(0), value));
    return Row.of(Sequences.map(frame, entries), value);
  }

  private static Value popKey(Frame frame, Value of, Args args) {
    var found = Access.item(frame, of, args.value(0), Access.ABSENT);
    if (found == Access.ABSENT) {
      if (args.isGiven(1)) {
        return Row.of(of, args.value(1));
      }
      throw frame.error("the map has no key %s".formatted(Printing.quoted(frame, args.value(0))));
    }
    var key = Keys.of(frame, args.value(0));
    var entries = new ArrayList<>(Sequences.entries(frame, of));
    entries.removeIf(entry -> Keys.of(frame, entry.key()).equals(key));
    return Row.of(Sequences.map(frame, entries), found);
  }

  private static Value popEntry(Frame frame, Value of, Args args) {
    var entries = new ArrayList<>(Sequences.entries(frame, of));
    if (entries.isEmpty()) {
      throw frame.error("the map is empty");
    }
    var last = entries.removeLast();
    return Row.of(Sequences.map(frame, entries), Row.of(last.key(), last.value()));
  }
}
