package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.template.Template;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `paginate:` of an http step: how one page of an answer leads to the next. The older
/// spelling is `loop: {pagination: {...}}`.
final class PaginateReader {
  static final String KEY = "paginate";

  private static final String CODE = "bad-paginate";
  private static final String TYPE = "type";
  private static final String CONTINUE = "continue_while";
  private static final int PAGES_MAX = 100_000;
  private static final int ITEMS_MAX = 10_000_000;

  /// What the templates of a pagination see beside the names of the step.
  private static final List<String> LOCALS = List.of("response", "page", "count");

  /// The kinds, each with its other spellings.
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("next_link", "next_link"),
          Map.entry("link", "next_link"),
          Map.entry("link_header", "next_link"),
          Map.entry("cursor", "cursor"),
          Map.entry("page", "page"),
          Map.entry("page_number", "page"),
          Map.entry("offset", "offset"),
          Map.entry("response", "response"),
          Map.entry("response_based", "response"));

  /// The keys that hold a plain value or a template, each with its other spellings.
  private static final Map<String, List<String>> PLAIN = plain();

  private final Reading reading;

  PaginateReader(Reading reading) {
    this.reading = reading;
  }

  private static Map<String, List<String>> plain() {
    var plain = new LinkedHashMap<String, List<String>>();
    plain.put("next", List.of("next_path", "next_link"));
    plain.put("cursor", List.of("cursor_path"));
    plain.put("param", List.of("parameter", "cursor_param", "page_param", "offset_param"));
    plain.put("start", List.of("start_page"));
    plain.put("size", List.of("page_size", "limit_size"));
    plain.put("size_param", List.of("page_size_param", "limit_param"));
    plain.put("merge", List.of("merge_path", "items_path"));
    return plain;
  }

  /// Turns `loop: {pagination: ...}` into `paginate`; what else the loop says stays a loop.
  static void unfold(Keys keys) {
    var loop = keys.peek("loop");
    if (loop.isEmpty()
        || !(loop.get().value() instanceof Mapping map)
        || map.find("pagination").isEmpty()) {
      return;
    }
    keys.take("loop");
    var pagination = map.find("pagination").get();
    keys.unfold(new Mapping(map.spot(), List.of(renamed(pagination, KEY))));
    var rest = map.entries().stream().filter(each -> !each.equals(pagination)).toList();
    if (!rest.isEmpty()) {
      var others = new Entry(loop.get().key(), new Mapping(map.spot(), rest));
      keys.unfold(new Mapping(map.spot(), List.of(others)));
    }
  }

  private static Entry renamed(Entry entry, String name) {
    var key = entry.key();
    return new Entry(
        new Written.Scalar(key.spot(), key.span(), name, Text.of(name)), entry.value());
  }

  /// The pagination in its canonical form, its templates not rendered.
  Fields read(Entry entry, Names outer) {
    var map = reading.map(entry);
    if (map.isEmpty()) {
      return Fields.EMPTY;
    }
    var keys = new Keys(map.get(), reading.problems());
    var names = outer.with(LOCALS);
    var rules = Fields.builder();
    var written = keys.take(TYPE).flatMap(each -> kind(each));
    PLAIN.forEach((name, more) -> take(keys, name, more, names, rules));
    take(keys, "next_page", List.of(), names, rules);
    keys.take(CONTINUE)
        .flatMap(each -> reading.templates().condition(each.value(), CONTINUE, names))
        .ifPresent(condition -> rules.put(CONTINUE, condition.source()));
    keys.take("merge_strategy")
        .flatMap(
            each -> reading.word(each, CODE, List.of("append", "extend", "collect", "replace")))
        .map(word -> word.equals("extend") ? "append" : word)
        .ifPresent(word -> rules.put("merge_strategy", word));
    count(keys, List.of("max_pages", "max_iterations"), PAGES_MAX, names, rules);
    count(keys, List.of("limit", "max_items"), ITEMS_MAX, names, rules);
    keys.take("total").ifPresent(each -> rules.put("total", checked(each, names)));
    var retry = new RetryReader(reading).read(keys, names);
    keys.refuseRest("paginate");
    if (retry.isGiven()) {
      rules.put("retry", retry.canonical());
    }
    var found = rules.build();
    var kind = written.orElseGet(() -> guess(found));
    need(keys, kind, found);
    return Fields.of(TYPE, Text.of(kind)).overlaid(found);
  }

  private java.util.Optional<String> kind(Entry entry) {
    return reading.word(entry, CODE, KINDS.keySet().stream().sorted().toList()).map(KINDS::get);
  }

  private static String guess(Fields rules) {
    return rules.has("next_page") ? "response" : rules.has("cursor") ? "cursor" : "next_link";
  }

  private void need(Keys keys, String kind, Fields rules) {
    var needed =
        switch (kind) {
          case "cursor" -> "cursor";
          case "response" -> "next_page";
          default -> "";
        };
    if (!needed.isEmpty() && !rules.has(needed)) {
      var message = "`paginate` of type `%s` needs `%s`".formatted(kind, needed);
      reading.problems().error(keys.spot(), "missing-key", message, "");
    }
  }

  private void take(Keys keys, String name, List<String> more, Names names, Fields.Builder rules) {
    var spelled = new ArrayList<>(List.of(name));
    spelled.addAll(more);
    keys.take(spelled.toArray(String[]::new))
        .ifPresent(entry -> rules.put(name, checked(entry, names)));
  }

  private Value checked(Entry entry, Names names) {
    reading.templates().check(entry.value(), names);
    return entry.value().value();
  }

  private void count(Keys keys, List<String> spelled, int most, Names names, Fields.Builder rules) {
    var entry = keys.take(spelled.toArray(String[]::new));
    if (entry.isEmpty()) {
      return;
    }
    var value = entry.get().value().value();
    boolean isTemplate = value instanceof Text(var text) && Template.isTemplate(text);
    if (!isTemplate) {
      reading.whole(entry.get(), CODE, 1, most);
    }
    rules.put(spelled.getFirst(), checked(entry.get(), names));
  }
}
