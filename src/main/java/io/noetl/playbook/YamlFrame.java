package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.playbook.Written.Span;
import io.noetl.playbook.Written.Spot;
import io.noetl.playbook.Written.Style;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;

/// A list or map that is being read.
final class YamlFrame {
  private static final String MERGE = "<<";

  private final CollectionStartEvent start;
  private final Spot spot;
  private final boolean isMap;
  private final List<Written> items = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable Written key;
  private boolean isTemplate;
  private int size = 1;
  private int height = 1;

  YamlFrame(CollectionStartEvent start, Spot spot) {
    this.start = start;
    this.spot = spot;
    this.isMap = start instanceof MappingStartEvent;
  }

  CollectionStartEvent start() {
    return start;
  }

  /// How many values it holds, itself included; at most what the text and the aliases allow.
  int size() {
    return size;
  }

  int height() {
    return height;
  }

  boolean awaitsKey() {
    return isMap && key == null;
  }

  /// `{{ x }}` without quotes is a map in a map for YAML.
  void foundMapAsKey() {
    isTemplate |= start.isFlow() && entries.isEmpty();
  }

  void add(Written written, int itsSize, int itsHeight) {
    size += itsSize;
    height = Math.max(height, itsHeight + 1);
    var awaited = key;
    if (!isMap) {
      items.add(written);
    } else if (awaited == null) {
      key = written;
    } else {
      addEntry(awaited, written);
      key = null;
    }
  }

  private void addEntry(Written awaited, Written written) {
    entries.add(
        awaited instanceof Scalar scalar
            ? new Entry(scalar, written)
            : new Entry(scalarAt(awaited.spot(), ""), written));
  }

  private static Scalar scalarAt(Spot spot, String text) {
    return new Scalar(spot, new Span(0, 0, Style.PLAIN), text, Text.of(text));
  }

  /// The finished value; `end` is the index after it.
  Written close(Source source, int end, Problems problems) {
    if (isTemplate) {
      return template(source, end, problems);
    }
    if (start.getTag() != null && !start.getTag().startsWith("tag:yaml.org,2002:")) {
      var message = "the tag %s means nothing here".formatted(start.getTag());
      problems.error(spot, "bad-tag", message, "leave the tag out");
    }
    return isMap ? new Mapping(spot, merged(problems)) : new Sequence(spot, List.copyOf(items));
  }

  private Written template(Source source, int end, Problems problems) {
    int begin = start.getStartMark().getIndex();
    var text = source.slice(begin, end);
    problems.error(
        spot,
        "unquoted-template",
        "YAML reads this template as a map",
        "quote the template: \"%s\"".formatted(text.replace('"', '\'')));
    return new Scalar(spot, new Span(begin, end, Style.PLAIN), text, Text.of(text));
  }

  /// The entries with those of `<<` put in where the map has none of its own.
  private List<Entry> merged(Problems problems) {
    Map<String, Entry> own = LinkedHashMap.newLinkedHashMap(entries.size());
    List<Written> bases = new ArrayList<>();
    for (var entry : entries) {
      if (isMerge(entry)) {
        bases.add(entry.value());
        continue;
      }
      if (entry.name().isEmpty() && entry.key().span().end() == 0) {
        problems.error(entry.key().spot(), "bad-key", "a key must be text", "");
        continue;
      }
      var twin = own.putIfAbsent(entry.name(), entry);
      if (twin != null) {
        var message =
            "the key `%s` is given twice, first in line %d"
                .formatted(entry.name(), twin.key().spot().line());
        problems.error(entry.key().spot(), "duplicate-key", message, "keep one of them");
      }
    }
    return bases.isEmpty() ? List.copyOf(own.values()) : withBases(own, bases, problems);
  }

  private static boolean isMerge(Entry entry) {
    return entry.key().span().style() == Style.PLAIN && entry.name().equals(MERGE);
  }

  private static List<Entry> withBases(
      Map<String, Entry> own, List<Written> bases, Problems problems) {
    Map<String, Entry> all = new HashMap<>(own);
    List<Entry> merged = new ArrayList<>();
    for (var base : bases) {
      for (var each : base instanceof Sequence(_, var list) ? list : List.of(base)) {
        if (each instanceof Mapping(_, var inherited)) {
          for (var entry : inherited) {
            if (all.putIfAbsent(entry.name(), entry) == null) {
              merged.add(entry);
            }
          }
        } else {
          var message = "`<<` needs a map to take keys from, this is a " + each.kind();
          problems.error(each.spot(), "bad-merge", message, "");
        }
      }
    }
    merged.addAll(own.values());
    return List.copyOf(merged);
  }
}
