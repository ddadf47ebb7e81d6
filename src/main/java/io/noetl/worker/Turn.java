package io.noetl.worker;

import io.noetl.template.Scope;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;

/// One turn of an iterator: its element, and the names that its templates see beyond those of the
/// iterator itself.
record Turn(Spec spec, int index, Value item, Work iterator) implements Scope {

  /// What all turns of an iterator share.
  record Spec(String element, boolean enumerated, boolean chunked, int count) {
    /// Of an iterator that has not begun.
    static final Spec NONE = new Spec("", false, false, 0);
  }

  @Override
  public Value find(String name) {
    if (name.equals(spec.element)) {
      return item;
    }
    return switch (name) {
      case "_loop" -> loop();
      case "job" -> job(below(name));
      case "batch" -> spec.chunked ? item : below(name);
      case "index" -> spec.enumerated ? Num.of(index) : below(name);
      case "parent" -> new Enclosing(iterator.scope());
      default -> name.equals(iterator.step()) ? new Place(index, below(name)) : below(name);
    };
  }

  private Value below(String name) {
    return iterator.scope().find(name);
  }

  /// What is known of the job, with the key of this turn.
  private Value job(Value job) {
    return job instanceof Fields fields ? fields.with("key", Text.of(key())) : job;
  }

  private Fields loop() {
    return Fields.builder()
        .put("index", index)
        .put("current_index", index)
        .put("item", item)
        .put("count", spec.count)
        .build();
  }

  String key() {
    return iterator.key() + "/" + index;
  }

  /// What python code may ask for by name without being given it.
  Fields extras() {
    var extras = Fields.builder().put("value", item).put(spec.element, item);
    if (spec.chunked) {
      extras.put("batch", item);
    }
    if (spec.enumerated) {
      extras.put("index", index);
    }
    return extras.build();
  }

  Fields context() {
    var context = iterator.context().plain();
    return context.overlaid(extras()).with("_loop", loop()).with("job", job(context.get("job")));
  }

  /// The names outside of the iterator.
  private record Enclosing(Scope scope) implements View {
    @Override
    public Value attribute(String name) {
      return scope.find(name);
    }

    @Override
    public Value plain() {
      return Fields.EMPTY;
    }

    @Override
    public String kind() {
      return "map";
    }
  }

  /// The iterator's step within its own body: `{{ step.result_index }}`.
  private record Place(int index, Value earlier) implements View {
    @Override
    public Value attribute(String name) {
      if (name.equals("result_index")) {
        return Num.of(index);
      }
      return switch (earlier) {
        case View view -> view.attribute(name);
        case Fields fields -> fields.find(name).orElseGet(() -> new Undefined(name));
        default -> new Undefined(name);
      };
    }

    @Override
    public Value plain() {
      return earlier instanceof Undefined
          ? Fields.of("result_index", Num.of(index))
          : earlier.plain();
    }

    @Override
    public String kind() {
      return "map";
    }
  }
}
