package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The later spellings of `retry`, turned into the plain one: `{on_error: {when: ...}}`, and a list
/// of `{when: ..., then: {...}}`.
final class UnifiedRetry {
  private static final String CODE = "bad-retry";
  private static final String ON_ERROR = "on_error";
  private static final String ON_SUCCESS = "on_success";
  private static final String WHEN = "when";
  private static final String RETRY_WHEN = "retry_when";

  /// There an error is a map; here it is a text, and has its status beside it.
  private static final Pattern STATUS = Pattern.compile("\\berror\\.status(_code)?\\b");

  private static final Pattern MESSAGE = Pattern.compile("\\berror\\.(message|error)\\b");

  private final Problems problems;

  UnifiedRetry(Problems problems) {
    this.problems = problems;
  }

  /// The same in the plain spelling, or nothing if it says nothing about failures.
  Optional<Entry> plain(Entry retry) {
    return switch (retry.value()) {
      case Mapping map when map.find(ON_ERROR).or(() -> map.find(ON_SUCCESS)).isPresent() ->
          sides(retry, map);
      case Mapping map -> Optional.of(new Entry(retry.key(), renamed(map)));
      case Sequence(_, var items) when !items.isEmpty() -> policy(retry, items);
      default -> Optional.of(retry);
    };
  }

  private Optional<Entry> sides(Entry retry, Mapping map) {
    for (var entry : map.entries()) {
      if (entry.name().equals(ON_SUCCESS)) {
        refuse(
            entry.key(),
            "`retry.on_success` is not understood",
            "`paginate` of an http step fetches page after page");
      } else if (!entry.name().equals(ON_ERROR)) {
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
        || !(map.find("then").map(Entry::value).orElse(null) instanceof Mapping then)) {
      refuse(
          retry.key(), "a policy under `retry` is a map", "{when: ..., then: {max_attempts: 3}}");
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    map.entries().stream().filter(each -> !each.name().equals("then")).forEach(entries::add);
    entries.addAll(then.entries());
    return Optional.of(new Entry(retry.key(), renamed(new Mapping(map.spot(), entries))));
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
