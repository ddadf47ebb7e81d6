package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The later spellings of `retry`, turned into the plain one: `{on_error: {when: ...}}`, and a list
/// of `{when: ..., then: {...}}`. What they say of successes is the pagination of an http step.
final class UnifiedRetry {
  private static final String CODE = "bad-retry";
  private static final String ON_ERROR = "on_error";
  private static final String ON_SUCCESS = "on_success";
  private static final String WHEN = "when";
  private static final String RETRY_WHEN = "retry_when";

  /// There an error is a map; here it is a text, and has its status beside it.
  private static final Pattern STATUS = Pattern.compile("\\berror\\.status(_code)?\\b");

  private static final Pattern MESSAGE = Pattern.compile("\\berror\\.(message|error)\\b");

  /// What says how to go on after a success, and what pagination calls it.
  private static final Map<String, String> PAGES =
      Map.of(
          "while",
          "continue_while",
          WHEN,
          "continue_while",
          "next_call",
          "next_page",
          "max_attempts",
          "max_iterations");

  private static final String NEXT_CALL = "next_call";
  private static final String THEN = "then";

  private final Problems problems;

  UnifiedRetry(Problems problems) {
    this.problems = problems;
  }

  /// Takes what follows a success out of `retry`, and puts it beside as what it is: `paginate`.
  static void unfold(Keys keys) {
    var retry = keys.peek("retry");
    if (retry.isEmpty()) {
      return;
    }
    switch (retry.get().value()) {
      case Mapping map when map.find(ON_SUCCESS).isPresent() -> {
        var success = map.find(ON_SUCCESS).get();
        var rest = map.entries().stream().filter(each -> !each.equals(success)).toList();
        var failures =
            rest.isEmpty()
                ? Optional.<Written>empty()
                : Optional.<Written>of(new Mapping(map.spot(), rest));
        put(keys, retry.get(), failures, success.value());
      }
      case Sequence(var spot, var items) when items.stream().anyMatch(UnifiedRetry::isSuccess) -> {
        var success = items.stream().filter(UnifiedRetry::isSuccess).findFirst().orElseThrow();
        var rest = items.stream().filter(each -> !each.equals(success)).toList();
        var failures =
            rest.isEmpty()
                ? Optional.<Written>empty()
                : Optional.<Written>of(new Sequence(spot, rest));
        put(keys, retry.get(), failures, joined((Mapping) success));
      }
      default -> {}
    }
  }

  private static boolean isSuccess(Written item) {
    return item instanceof Mapping map
        && map.find(THEN).map(Entry::value).orElse(null) instanceof Mapping then
        && then.find(NEXT_CALL).isPresent();
  }

  private static void put(Keys keys, Entry retry, Optional<Written> failures, Written success) {
    keys.take("retry");
    List<Entry> entries = new ArrayList<>();
    failures.ifPresent(rest -> entries.add(new Entry(retry.key(), rest)));
    entries.add(named("paginate", new Entry(retry.key(), pages(success))));
    keys.unfold(new Mapping(retry.key().spot(), entries));
  }

  private static Written pages(Written success) {
    if (!(success instanceof Mapping map)) {
      return success;
    }
    List<Entry> pages = new ArrayList<>();
    for (var entry : map.entries()) {
      if (entry.name().equals("collect") && entry.value() instanceof Mapping collect) {
        collect.find("strategy").ifPresent(it -> pages.add(named("merge_strategy", it)));
        collect.find("path").ifPresent(it -> pages.add(named("merge_path", it)));
      } else {
        pages.add(named(PAGES.getOrDefault(entry.name(), entry.name()), entry));
      }
    }
    return new Mapping(map.spot(), pages);
  }

  /// `{when: ..., then: {...}}` as one map.
  private static Mapping joined(Mapping map) {
    List<Entry> entries = new ArrayList<>();
    for (var entry : map.entries()) {
      if (entry.name().equals(THEN) && entry.value() instanceof Mapping then) {
        entries.addAll(then.entries());
      } else {
        entries.add(entry);
      }
    }
    return new Mapping(map.spot(), entries);
  }

  /// The same in the plain spelling, or nothing if it says nothing about failures.
  Optional<Entry> plain(Entry retry) {
    return switch (retry.value()) {
      case Mapping map when map.find(ON_ERROR).isPresent() -> sides(retry, map);
      case Mapping map -> Optional.of(new Entry(retry.key(), renamed(map)));
      case Sequence(_, var items) when !items.isEmpty() -> policy(retry, items);
      default -> Optional.of(retry);
    };
  }

  private Optional<Entry> sides(Entry retry, Mapping map) {
    for (var entry : map.entries()) {
      if (!entry.name().equals(ON_ERROR)) {
        refuse(entry.key(), "beside `on_error` there can be no `%s`".formatted(entry.name()), "");
      }
    }
    return map.find(ON_ERROR)
        .map(
            entry ->
                entry.value() instanceof Mapping inner
                    ? new Entry(retry.key(), renamed(inner))
                    : new Entry(retry.key(), entry.value()));
  }

  /// A list can say when to do what; here there is one policy, so the list must have one.
  private Optional<Entry> policy(Entry retry, List<Written> items) {
    if (items.size() > 1) {
      refuse(
          retry.key(),
          "a list under `retry` can have one policy here, this one has " + items.size(),
          "join their conditions: {when: \"{{ a or b }}\", then: {max_attempts: 3}}");
      return Optional.empty();
    }
    if (!(items.getFirst() instanceof Mapping map)
        || !(map.find(THEN).map(Entry::value).orElse(null) instanceof Mapping)) {
      refuse(
          retry.key(), "a policy under `retry` is a map", "{when: ..., then: {max_attempts: 3}}");
      return Optional.empty();
    }
    return Optional.of(new Entry(retry.key(), renamed(joined(map))));
  }

  private Mapping renamed(Mapping map) {
    List<Entry> entries = new ArrayList<>();
    for (var entry : map.entries()) {
      switch (entry.name()) {
        case WHEN -> entries.add(named(RETRY_WHEN, condition(entry)));
        case "delay" -> entries.add(named("initial_delay", entry));
        case "backoff" -> growth(entry).ifPresent(entries::add);
        default -> entries.add(entry);
      }
    }
    return new Mapping(map.spot(), entries);
  }

  private static Entry named(String name, Entry entry) {
    var key = entry.key();
    return new Entry(new Scalar(key.spot(), key.span(), name, Text.of(name)), entry.value());
  }

  private static Entry condition(Entry entry) {
    if (!(entry.value() instanceof Scalar scalar)) {
      return entry;
    }
    var text = STATUS.matcher(scalar.text()).replaceAll("status_code");
    var whole = MESSAGE.matcher(text).replaceAll("error");
    return whole.equals(scalar.text()) ? entry : new Entry(entry.key(), with(scalar, whole));
  }

  private static Scalar with(Scalar scalar, String text) {
    return new Scalar(scalar.spot(), scalar.span(), text, Text.of(text));
  }

  /// `backoff: exponential` doubles the wait, `fixed` leaves it.
  private Optional<Entry> growth(Entry entry) {
    var word = entry.value() instanceof Scalar scalar ? scalar.text().strip() : "";
    var multiplier =
        switch (word) {
          case "exponential" -> "2";
          case "fixed", "none" -> "1";
          default -> "";
        };
    if (multiplier.isEmpty() || !(entry.value() instanceof Scalar scalar)) {
      refuse(entry.key(), "`backoff` must be exponential or fixed", "or give backoff_multiplier");
      return Optional.empty();
    }
    return Optional.of(
        named("backoff_multiplier", new Entry(entry.key(), with(scalar, multiplier))));
  }

  private void refuse(Scalar at, String message, String hint) {
    problems.error(at.spot(), CODE, message, hint);
  }
}
