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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Renders the templates in a workload. A key may mention others, above it or below: those are
/// rendered first, so that no template's text ends up in a value. What mentions itself finds
/// nothing there; keys that go in a circle are an error.
final class WorkloadTemplates {
  private static final Set<String> WHOLE = Set.of("workload", "work", "context");

  private final Fields raw;
  private final Set<String> fixed;
  private final Scope others;
  private final Ambient ambient;
  private final Map<String, Value> rendered = new LinkedHashMap<>();
  private final List<String> underWay = new ArrayList<>();

  /// The keys in `fixed` are data, whatever their texts look like; `others` are all names that are
  /// not of the workload.
  WorkloadTemplates(Fields raw, Set<String> fixed, Scope others, Ambient ambient) {
    this.raw = raw;
    this.fixed = fixed;
    this.others = others;
    this.ambient = ambient;
  }

  /// All of it, in its order. Throws [TemplateError].
  Fields render() {
    raw.names().forEach(this::render);
    var all = Fields.builder();
    raw.names().forEach(name -> all.put(name, known(name)));
    return all.build();
  }

  private Value known(String name) {
    return rendered.getOrDefault(name, new Undefined(name));
  }

  private void render(String key) {
    if (rendered.containsKey(key)) {
      return;
    }
    var document = Document.of(Fields.of(key, raw.get(key)));
    if (fixed.contains(key) || document.isConstant()) {
      rendered.put(key, raw.get(key));
      return;
    }
    if (underWay.contains(key)) {
      throw circle(key);
    }
    underWay.add(key);
    mentioned(key).forEach(this::render);
    rendered.put(key, ((Fields) document.render(this::find, ambient)).get(key));
    underWay.remove(key);
  }

  private TemplateError circle(String key) {
    var circle = new ArrayList<>(underWay.subList(underWay.indexOf(key), underWay.size()));
    circle.add(key);
    return new TemplateError(
        "the keys of the workload mention each other in a circle: " + String.join(" -> ", circle),
        0);
  }

  /// The other keys that the templates of `key` need.
  private Set<String> mentioned(String key) {
    var names = new LinkedHashSet<String>();
    collect(raw.get(key), names);
    names.remove(key);
    return names;
  }

  private void collect(Value value, Set<String> names) {
    switch (value) {
      case Text(var text) when Template.isTemplate(text) ->
          Template.parse(text).paths().forEach(path -> collect(path, names));
      case Fields fields -> fields.forEach((_, each) -> collect(each, names));
      case Items items -> items.forEach(each -> collect(each, names));
      default -> {}
    }
  }

  private void collect(List<String> path, Set<String> names) {
    var first = path.getFirst();
    if (!WHOLE.contains(first)) {
      if (raw.has(first)) {
        names.add(first);
      }
    } else if (path.size() == 1) {
      names.addAll(raw.names());
    } else if (raw.has(path.get(1))) {
      names.add(path.get(1));
    }
  }

  private Value find(String name) {
    if (WHOLE.contains(name)) {
      var soFar = Fields.builder();
      rendered.forEach(soFar::put);
      return soFar.build();
    }
    var other = others.find(name);
    return other instanceof Undefined ? known(name) : other;
  }
}
