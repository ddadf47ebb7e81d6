package io.noetl.template;

import java.util.LinkedHashMap;
import java.util.Map;

/// Templates by their source, so that the same text is not parsed again: bounded, for any number of
/// threads. The template used longest ago leaves first.
public final class Templates {
  /// A bound on memory: a compiled template takes about a hundred bytes a character.
  private static final int CHARS_MAX = 1 << 20;

  private static final int ENTRIES_MAX = 4096;

  private final Map<String, Template> known = new LinkedHashMap<>(16, 0.75f, true);
  private int chars;

  /// As [Template#parse].
  public synchronized Template parse(String source) {
    var template = known.get(source);
    if (template == null) {
      template = Template.parse(source);
      keep(source, template);
    }
    return template;
  }

  synchronized int size() {
    return known.size();
  }

  private void keep(String source, Template template) {
    if (source.length() > CHARS_MAX / 4) {
      return;
    }
    known.put(source, template);
    chars += source.length();
    var eldest = known.keySet().iterator();
    while (known.size() > ENTRIES_MAX || chars > CHARS_MAX) {
      chars -= eldest.next().length();
      eldest.remove();
    }
  }
}
