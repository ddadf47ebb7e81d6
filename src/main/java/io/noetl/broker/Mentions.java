package io.noetl.broker;

import io.noetl.playbook.Task;
import io.noetl.template.Condition;
import io.noetl.template.Document;
import io.noetl.template.Template;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The names that a task's later templates mention: what must travel with its job. `everything` is
/// set for code that asks for the whole context.
record Mentions(Set<String> names, boolean everything) {
  private static final Pattern CONTEXT = Pattern.compile("\\bcontext\\b");
  private static final Set<String> CONDITIONS =
      Set.of("where", "fail_when", "retry_when", "stop_when", "continue_while");

  static Mentions of(Task task) {
    var names = new TreeSet<String>();
    boolean lateCodeAsks = collect(task.late(), names);
    boolean everything = lateCodeAsks || asksForContext(task.code());
    names.addAll(keptNames(task.config()));
    names.addAll(keptNames(task.inputs()));
    names.addAll(keptNames(task.defaults()));
    task.dynamic().ifPresent(data -> names.addAll(keptNames(data)));
    return new Mentions(Collections.unmodifiableSet(names), everything);
  }

  /// The same with more names.
  Mentions with(Set<String> more) {
    if (names.containsAll(more)) {
      return this;
    }
    var all = new TreeSet<>(names);
    all.addAll(more);
    return new Mentions(Collections.unmodifiableSet(all), everything);
  }

  private static Set<String> keptNames(Document document) {
    return document.kept().isEmpty() ? Set.of() : document.names();
  }

  /// Collects from a map of later templates; says whether code in it asks for the whole context.
  private static boolean collect(Fields late, Set<String> names) {
    boolean everything = false;
    for (var entry : late.asMap().entrySet()) {
      everything |= collect(entry.getKey(), entry.getValue(), names);
    }
    return everything;
  }

  private static boolean collect(String key, Value value, Set<String> names) {
    if (CONDITIONS.contains(key)) {
      if (value instanceof Text(var text)) {
        names.addAll(Condition.parse(text).names());
      }
      return false;
    }
    return switch (key) {
      case "order_by" -> {
        if (value instanceof Text(var text)) {
          names.addAll(
              (Template.isTemplate(text) ? Template.parse(text) : Template.expression(text))
                  .names());
        }
        yield false;
      }
      case "code" -> value instanceof Text(var code) && asksForContext(code);
      case "task", "retry", "save", "paginate" ->
          value instanceof Fields fields ? collect(fields, names) : collect("", value, names);
      default -> {
        if (value != Bool.FALSE) {
          names.addAll(Document.of(value).names());
        }
        yield false;
      }
    };
  }

  private static boolean asksForContext(String code) {
    return !code.isEmpty() && CONTEXT.matcher(code).find();
  }
}
