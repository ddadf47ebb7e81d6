package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A tree of values in which every text is a template, compiled once and rendered many times. Names
/// of map entries are not templates.
///
/// Some templates may be *kept*: they stay as they are when the tree is rendered, for someone who
/// knows names that are not known yet, and [#kept()] tells where they stand.
public final class Document {
  public static final Document EMPTY = of(Fields.EMPTY);
  public static final Document NULL = of(Null.NULL);

  private sealed interface Part {}

  private record Constant(Value value) implements Part {}

  private record Leaf(Template template) implements Part {}

  private record Listing(List<Part> parts) implements Part {}

  private record Mapping(Map<String, Part> parts) implements Part {}

  private final Value source;
  private final Part root;
  private final Set<String> names;
  private final List<List<String>> kept;

  private Document(Value source, Part root, Set<String> names, List<List<String>> kept) {
    this.source = source;
    this.root = root;
    this.names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
    this.kept = List.copyOf(kept);
  }

  /// Throws [TemplateError] for the first text that is not a template.
  public static Document of(Value tree) {
    return of(tree, _ -> false);
  }

  /// As above; templates for which `keep` holds stay unrendered.
  public static Document of(Value tree, Predicate<Template> keep) {
    var compiler = new Compiler(keep);
    var root = compiler.compile(tree, List.of());
    return new Document(tree, root, compiler.names, compiler.kept);
  }

  /// The tree as it was written.
  public Value source() {
    return source;
  }

  /// The names that the templates mention, kept ones included.
  public Set<String> names() {
    return names;
  }

  /// Where the kept templates stand: the map names and list places on the way to each.
  public List<List<String>> kept() {
    return kept;
  }

  /// Whether rendering gives the source, whatever the scope.
  public boolean isConstant() {
    return root instanceof Constant;
  }

  public boolean isNull() {
    return source == Null.NULL;
  }

  /// The tree with every template's native value. Throws [TemplateError], its message led by the
  /// place in the tree (`headers.Authorization: ...`).
  public Value render(Scope scope, Ambient ambient) {
    return root instanceof Constant(var value)
        ? value
        : render(root, new ArrayList<>(), new Frame(scope, ambient));
  }

  /// One frame for all, so that all draw on one budget and each `uuid()` is another.
  private static Value render(Part part, List<String> path, Frame frame) {
    return switch (part) {
      case Constant(var value) -> value;
      case Leaf(var template) -> renderLeaf(template, path, frame);
      case Listing(var parts) -> {
        var list = new ArrayList<Value>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
          path.add(Integer.toString(i));
          list.add(render(parts.get(i), path, frame));
          path.removeLast();
        }
        yield new Items(list);
      }
      case Mapping(var parts) -> {
        var map = Fields.builder();
        for (var entry : parts.entrySet()) {
          path.add(entry.getKey());
          map.put(entry.getKey(), render(entry.getValue(), path, frame));
          path.removeLast();
        }
        yield map.build();
      }
    };
  }

  private static Value renderLeaf(Template template, List<String> path, Frame frame) {
    try {
      return template.render(frame);
    } catch (TemplateError e) {
      throw path.isEmpty() ? e : e.within(String.join(".", path));
    }
  }

  private static final class Compiler {
    private final Predicate<Template> keep;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<List<String>> kept = new ArrayList<>();

    private Compiler(Predicate<Template> keep) {
      this.keep = keep;
    }

    private Part compile(Value tree, List<String> path) {
      return switch (tree) {
        case Text(var text) when Template.isTemplate(text) -> leaf(tree, text, path);
        case Items(var list) -> {
          List<Part> parts = new ArrayList<>(list.size());
          for (int i = 0; i < list.size(); i++) {
            parts.add(compile(list.get(i), child(path, Integer.toString(i))));
          }
          yield parts.stream().allMatch(Constant.class::isInstance)
              ? new Constant(tree)
              : new Listing(parts);
        }
        case Fields fields -> {
          Map<String, Part> parts = LinkedHashMap.newLinkedHashMap(fields.size());
          fields.forEach((name, value) -> parts.put(name, compile(value, child(path, name))));
          yield parts.values().stream().allMatch(Constant.class::isInstance)
              ? new Constant(tree)
              : new Mapping(parts);
        }
        default -> new Constant(tree);
      };
    }

    private Part leaf(Value tree, String text, List<String> path) {
      var template = parse(text, path);
      names.addAll(template.names());
      if (keep.test(template)) {
        kept.add(path);
        return new Constant(tree);
      }
      return template.isConstant() ? new Constant(Text.of(text)) : new Leaf(template);
    }

    private static Template parse(String text, List<String> path) {
      try {
        return Template.parse(text);
      } catch (TemplateError e) {
        throw path.isEmpty() ? e : e.within(String.join(".", path));
      }
    }

    private static List<String> child(List<String> path, String name) {
      var child = new ArrayList<>(path);
      child.add(name);
      return List.copyOf(child);
    }
  }
}
