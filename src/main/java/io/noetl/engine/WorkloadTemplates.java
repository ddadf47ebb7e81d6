package io.noetl.engine;

import io.noetl.template.Ambient;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.Template;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Renders the templates in a workload. A key may mention others, above it or below: those are
/// rendered first, so that no template's text ends up in a value. What mentions itself finds
/// nothing there; keys that go in a circle are an error. What takes the workload as a whole finds
/// all that does not do the same, or is above it.
final class WorkloadTemplates {
  private static final Set<String> WHOLE = Set.of("workload", "work", "context");

  /// Longer than any chain of keys that people write; a much longer one would exhaust the stack.
  private static final int CHAIN_MAX = 500;

  private final Fields raw;
  private final Fields templates;
  private final Workloads.Given given;
  private final Scope others;
  private final Ambient ambient;
  private final Map<String, Value> rendered = new HashMap<>();
  private final Map<String, Mentioned> mentions = new HashMap<>();
  private final Set<String> waiting;
  private final Set<String> underWay = new LinkedHashSet<>();

  /// The other keys that the templates of a key name, and whether they take the whole workload.
  private record Mentioned(Set<String> names, boolean whole) {
    private static final Mentioned NOTHING = new Mentioned(Set.of(), false);
  }

  /// `raw` is the workload with the caller's values in it. Only texts in `templates`, what is left
  /// of the playbook's own beside these, are rendered; then `given` is laid over them again.
  /// `others` are all names that are not of the workload.
  WorkloadTemplates(
      Fields raw, Fields templates, Workloads.Given given, Scope others, Ambient ambient) {
    this.raw = raw;
    this.templates = templates;
    this.given = given;
    this.others = others;
    this.ambient = ambient;
    this.waiting = new LinkedHashSet<>(raw.names());
  }

  /// All of it, in its order. Throws [TemplateError].
  Fields render() {
    raw.names().forEach(this::render);
    return soFar();
  }

  private Fields soFar() {
    var all = Fields.builder();
    for (var name : raw.names()) {
      if (rendered.containsKey(name)) {
        all.put(name, known(name));
      }
    }
    return all.build();
  }

  private Value known(String name) {
    var value = rendered.get(name);
    return value == null ? new Undefined(name) : value;
  }

  private void render(String key) {
    if (!waiting.contains(key)) {
      return;
    }
    var own = templates.get(key);
    if (!holdsTemplate(own)) {
      finish(key, raw.get(key));
      return;
    }
    enter(key);
    var mentioned = mentioned(key);
    mentioned.names().forEach(this::render);
    if (mentioned.whole()) {
      renderOthers();
    }
    var document = Document.of(Fields.of(key, own));
    var value = ((Fields) document.render(this::find, ambient)).get(key);
    finish(key, given.over(key, value));
    underWay.remove(key);
  }

  private void finish(String key, Value value) {
    rendered.put(key, value);
    waiting.remove(key);
  }

  private void enter(String key) {
    if (!underWay.add(key)) {
      var circle = new ArrayList<>(underWay);
      circle.subList(0, circle.indexOf(key)).clear();
      throw new TemplateError(
          "the keys of the workload mention each other in a circle: %s -> %s"
              .formatted(String.join(" -> ", circle), key),
          0);
    }
    if (underWay.size() > CHAIN_MAX) {
      throw new TemplateError(
          "%s: more than %d keys of the workload wait for each other in a chain (put those that"
                  .formatted(underWay.iterator().next(), CHAIN_MAX)
              + " are mentioned above those that mention them)",
          0);
    }
  }

  /// Renders what the whole consists of, but for what needs the whole itself.
  private void renderOthers() {
    for (var name : List.copyOf(waiting)) {
      if (!needsWhole(name)) {
        render(name);
      }
    }
  }

  /// Whether the key, or one that it needs, takes the whole or is under way.
  private boolean needsWhole(String key) {
    var seen = new HashSet<String>(Set.of(key));
    var open = new ArrayDeque<String>(seen);
    while (!open.isEmpty()) {
      var name = open.pop();
      if (underWay.contains(name) || mentioned(name).whole()) {
        return true;
      }
      mentioned(name).names().stream()
          .filter(it -> waiting.contains(it) && seen.add(it))
          .forEach(open::push);
    }
    return false;
  }

  private Mentioned mentioned(String key) {
    var known = mentions.get(key);
    if (known == null) {
      known = holdsTemplate(templates.get(key)) ? survey(key) : Mentioned.NOTHING;
      mentions.put(key, known);
    }
    return known;
  }

  private Mentioned survey(String key) {
    var paths = new LinkedHashSet<List<String>>();
    collect(templates.get(key), paths);
    var names = new LinkedHashSet<String>();
    boolean whole = false;
    for (var path : paths) {
      var first = path.getFirst();
      if (!WHOLE.contains(first)) {
        names.add(first);
      } else if (path.size() > 1 && raw.has(path.get(1))) {
        names.add(path.get(1));
      } else {
        whole = true; // Such as `workload.get('a')`, too.
      }
    }
    names.removeIf(name -> name.equals(key) || !raw.has(name) || isOther(name));
    return new Mentioned(names, whole);
  }

  private boolean isOther(String name) {
    return !(others.find(name) instanceof Undefined);
  }

  private static void collect(Value value, Set<List<String>> paths) {
    switch (value) {
      case Text(var text) when Template.isTemplate(text) ->
          paths.addAll(Template.parse(text).paths());
      case Fields fields -> fields.forEach((_, each) -> collect(each, paths));
      case Items items -> items.forEach(each -> collect(each, paths));
      default -> {}
    }
  }

  /// Most values hold none, and a document of them costs more than this look.
  private static boolean holdsTemplate(Value value) {
    return switch (value) {
      case Text(var text) -> Template.isTemplate(text);
      case Fields fields -> fields.asMap().values().stream().anyMatch(each -> holdsTemplate(each));
      case Items(var list) -> list.stream().anyMatch(each -> holdsTemplate(each));
      default -> false;
    };
  }

  private Value find(String name) {
    if (WHOLE.contains(name)) {
      return new Whole();
    }
    var other = others.find(name);
    return other instanceof Undefined ? known(name) : other;
  }

  /// The workload as far as it is rendered; made to a map only where it is used as one.
  private final class Whole implements View {
    @Override
    public Value attribute(String name) {
      return known(name);
    }

    @Override
    public Value plain() {
      return soFar();
    }

    @Override
    public String kind() {
      return soFar().kind();
    }
  }
}
