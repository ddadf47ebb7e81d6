package io.noetl.playbook;

import static io.noetl.playbook.Own.key;

import io.noetl.playbook.Own.Shape;
import io.noetl.playbook.TaskDraft.Turns;
import io.noetl.playbook.TaskReader.Role;
import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.template.Template;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.Optional;

/// Reads iterators: `type: iterator` with a `task`, and the other spelling, a step with its own
/// tool and a `loop`.
final class IteratorReader {
  private static final String COLLECTION = "collection";
  private static final String ELEMENT = "element";
  private static final String WHERE = "where";
  private static final String ORDER_BY = "order_by";
  private static final String TASK = "task";
  private static final String ON_ERROR = "on_error";
  private static final String ASYNC = "async";

  static final Own[] KEYS = {
    key(Shape.ANY, COLLECTION, "What to go through: a list, or a template that yields one.")
        .or("in"),
    key(Shape.TEXT, ELEMENT, "The name of the item in the task's templates.")
        .or("iterator")
        .needed(),
    key(Shape.ANY, TASK, "What to do with each item: a tool with its keys.").needed(),
    key(Shape.TEXT, "mode", "sequential (one after the other), or async."),
    key(Shape.ANY, "concurrency", "How many items at once in mode async; 8 by default."),
    key(Shape.TRUTH, "enumerate", "Whether the name `index` holds the item's place, from 0."),
    key(Shape.TEXT, WHERE, "Only items for which this holds."),
    key(Shape.TEXT, ORDER_BY, "Sort items by this expression."),
    key(Shape.ANY, "limit", "At most so many items."),
    key(Shape.ANY, "chunk", "Lists of so many items, instead of single ones."),
    key(Shape.TEXT, "events", "all, or summary: no event for an item that succeeds.")
  };

  private final Reading reading;
  private final TaskReader tasks;

  IteratorReader(Reading reading, TaskReader tasks) {
    this.reading = reading;
    this.tasks = tasks;
  }

  /// `type: iterator`: the body stands under `task`.
  TaskDraft read(Keys keys, Names names) {
    var task = keys.take(TASK);
    var head = head(keys, keys, names);
    var inner = inner(names, head);
    var body = task.flatMap(entry -> body(entry, inner));
    if (task.isEmpty()) {
      missing(keys, TASK, "write task: {type: ...}, what to do with each item");
    }
    var inputs = Inputs.read(keys, reading, names);
    if (inputs.whole().isPresent() && !head.config().has(COLLECTION)) {
      head = head.over(inputs.dynamic());
      inputs = new Inputs(inputs.named(), Optional.empty());
    }
    if (!head.config().has(COLLECTION) && inputs.isEmpty()) {
      missing(keys, COLLECTION, "write collection: \"{{ ... }}\"");
    }
    var draft = TaskDraft.of(Tools.ITERATOR, head.config(), inputs);
    var ruled = tasks.ruled(draft, keys, names.with(inputs.named().keySet()), Fields.EMPTY);
    return whole(ruled, head, body, keys);
  }

  /// `loop: {...}` on a step with its own tool: the tool, its inputs and rules are the body's.
  Optional<TaskDraft> loop(Keys keys, Names names, Role role) {
    var loop = keys.take("loop").flatMap(reading::map);
    if (loop.isEmpty()) {
      return Optional.empty();
    }
    boolean hasBody = keys.peek(TASK).filter(it -> it.value() instanceof Mapping).isPresent();
    boolean isIterator =
        keys.peek("type")
            .or(() -> keys.peek("tool"))
            .filter(it -> it.value() instanceof Scalar kind && kind.text().equals(Tools.ITERATOR))
            .isPresent();
    if (hasBody || isIterator) {
      keys.take("type", "tool");
      keys.unfold(loop.get());
      return Optional.of(read(keys, names));
    }
    var own = new Keys(loop.get(), reading.problems());
    var head = head(own, keys, names);
    own.refuseRest("loop");
    if (!head.config().has(COLLECTION)) {
      missing(own, COLLECTION, "write in: \"{{ ... }}\"");
    }
    var body = tasks.read(keys, inner(names, head), role == Role.STEP ? Role.BODY : role);
    var draft = TaskDraft.of(Tools.ITERATOR, head.config(), Inputs.NONE);
    return Optional.of(whole(draft, head, body, own));
  }

  /// What stands in an iterator besides its body.
  private record Head(Fields config, Fields rules, boolean continues) {
    Head over(Value collection) {
      return new Head(Fields.of(COLLECTION, collection).overlaid(config), rules, continues);
    }

    boolean isSummary() {
      return config.get("events") instanceof Text(var word) && word.equals("summary");
    }
  }

  private Head head(Keys keys, Keys step, Names names) {
    var config = Fields.builder();
    keys.take(COLLECTION, "in")
        .ifPresent(entry -> config.put(COLLECTION, collection(entry, names)));
    var element = keys.take(ELEMENT, "iterator").flatMap(this::element);
    element.ifPresent(name -> config.put(ELEMENT, name));
    if (element.isEmpty()) {
      missing(keys, ELEMENT, "write element: item, the name for the item in the task");
    }
    var mode = keys.take("mode").flatMap(this::mode).orElse("sequential");
    config.put("mode", mode);
    var concurrency = keys.take("concurrency").map(entry -> count(entry, names));
    config.put(
        "concurrency",
        mode.equals(ASYNC) ? concurrency.orElse(Num.of(Iterator.CONCURRENCY_DEFAULT)) : Num.of(1));
    keys.take("enumerate").flatMap(reading::truth).ifPresent(it -> config.put("enumerate", it));
    for (var bound : List.of("limit", "chunk")) {
      keys.take(bound).ifPresent(entry -> config.put(bound, count(entry, names)));
    }
    boolean continues = continues(keys) || continues(step);
    config.put(ON_ERROR, continues ? "continue" : "fail");
    keys.take("events")
        .flatMap(entry -> reading.word(entry, "bad-events", List.of("all", "summary")))
        .ifPresent(events -> config.put("events", events));
    var inner = element.map(name -> names.with(List.of(name))).orElse(names);
    return new Head(config.build(), selection(keys, inner), continues);
  }

  private static Names inner(Names names, Head head) {
    return head.config().get(ELEMENT) instanceof Text(var name) ? names.with(List.of(name)) : names;
  }

  private Fields selection(Keys keys, Names inner) {
    var rules = Fields.builder();
    keys.take(WHERE)
        .flatMap(entry -> reading.templates().condition(entry.value(), WHERE, inner))
        .ifPresent(condition -> rules.put(WHERE, condition.source()));
    keys.take(ORDER_BY)
        .ifPresent(
            entry -> {
              reading.templates().checkExpression(entry.value(), inner);
              reading.text(entry).ifPresent(text -> rules.put(ORDER_BY, text));
            });
    return rules.build();
  }

  private Value collection(Entry entry, Names names) {
    reading.templates().check(entry.value(), names);
    if (entry.value().value() instanceof Text(var text)
        && !Template.isTemplate(text)
        && !text.strip().startsWith("[")
        && !text.strip().startsWith("{")) {
      reading
          .problems()
          .warn(
              entry.value().spot(),
              "constant-collection",
              "this collection is one text, not a list",
              "a template needs braces: \"{{ %s }}\"".formatted(text.strip()));
    }
    return entry.value().value();
  }

  private Optional<String> element(Entry entry) {
    var name = reading.text(entry);
    if (name.isPresent() && !isName(name.get())) {
      var message = "`%s` cannot be the name of an item".formatted(name.get());
      var hint = "use letters, digits and _ only";
      reading.problems().error(entry.value().spot(), "bad-name", message, hint);
      return Optional.of("item");
    }
    return name;
  }

  static boolean isName(String text) {
    char first = text.charAt(0);
    boolean begins = Character.isUnicodeIdentifierStart(first) || first == '_';
    return begins && text.chars().allMatch(Character::isUnicodeIdentifierPart);
  }

  private Optional<String> mode(Entry entry) {
    var choices = List.of("sequential", ASYNC, "parallel");
    return reading
        .word(entry, "bad-mode", choices)
        .map(word -> word.equals("parallel") ? ASYNC : word);
  }

  /// A whole number of at least 1, or a template for one.
  private Value count(Entry entry, Names names) {
    if (entry.value().value() instanceof Text(var text) && Template.isTemplate(text)) {
      reading.templates().check(entry.value(), names);
      return entry.value().value();
    }
    int least = entry.name().equals("limit") ? 0 : 1;
    return Num.of(reading.whole(entry, "bad-count", least, Integer.MAX_VALUE).orElse(1));
  }

  /// The words `continue` and `fail` are about the items; anything else is about the step.
  private static boolean continues(Keys keys) {
    var entry = keys.peek(ON_ERROR);
    if (entry.isPresent() && entry.get().value() instanceof Scalar word) {
      switch (word.text().strip()) {
        case "continue" -> {
          keys.take(ON_ERROR);
          return true;
        }
        case "fail" -> keys.take(ON_ERROR);
        default -> {}
      }
    }
    return false;
  }

  private Optional<TaskDraft> body(Entry task, Names names) {
    if (task.value() instanceof Scalar name) {
      // The name of a workbook entry.
      var type = new Scalar(name.spot(), name.span(), "type", Text.of("type"));
      var workbook = new Scalar(name.spot(), name.span(), Tools.WORKBOOK, Text.of(Tools.WORKBOOK));
      var map = new Mapping(name.spot(), List.of(task, new Entry(type, workbook)));
      return tasks.read(new Keys(map, reading.problems()), names, Role.BODY);
    }
    return reading
        .map(task)
        .flatMap(
            map -> {
              var keys = new Keys(map, reading.problems());
              var body = tasks.read(keys, names, Role.BODY);
              keys.take("name");
              keys.take(TASK);
              keys.take("desc", "description");
              body.ifPresent(_ -> keys.refuseRest("an iterator's task"));
              return body;
            });
  }

  private TaskDraft whole(TaskDraft draft, Head head, Optional<TaskDraft> body, Keys keys) {
    var rules = draft.rules().overlaid(head.rules());
    boolean overPlaybooks = body.filter(it -> it.tool().equals(Tools.PLAYBOOK)).isPresent();
    body.flatMap(TaskDraft::turns)
        .filter(Turns::overPlaybooks)
        .ifPresent(
            _ ->
                reading
                    .problems()
                    .error(
                        keys.spot(),
                        "nested-playbooks",
                        "an iterator over playbooks cannot stand inside another iterator",
                        "put it into its own playbook and run that for each item"));
    if (body.isPresent()) {
      rules = rules.with(TASK, body.get().canonical());
    }
    var turns =
        new Turns(
            overPlaybooks,
            head.config().get("concurrency"),
            head.continues(),
            head.isSummary(),
            body.map(it -> it.rules().get("save")).orElse(Null.NULL));
    return draft.withRules(rules, draft.retry(), draft.timeout()).withTurns(turns);
  }

  private void missing(Keys keys, String name, String hint) {
    var message = "an iterator needs `%s`".formatted(name);
    reading.problems().error(keys.spot(), "missing-key", message, hint);
  }
}
