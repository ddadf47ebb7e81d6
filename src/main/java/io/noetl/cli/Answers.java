package io.noetl.cli;

import io.noetl.broker.Phase;
import io.noetl.playbook.Place;
import io.noetl.playbook.PlaybookRef;
import io.noetl.playbook.Problem;
import io.noetl.secret.Credential;
import io.noetl.store.Append.LogLine;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Reads what a server answers. What an older or newer one leaves out is empty.
final class Answers {
  private Answers() {}

  static ExecutionRow execution(Fields line) {
    return new ExecutionRow(
        id(line, "execution_id"),
        new PlaybookRef(text(line, "path"), count(line, "version")),
        phase(text(line, "status")),
        id(line, "parent_execution_id"),
        instant(line, "start_time"),
        instant(line, "end_time"),
        number(line, "events_count"),
        count(line, "progress"),
        "");
  }

  private static Phase phase(String word) {
    for (var phase : Phase.values()) {
      if (phase.name().equals(word)) {
        return phase;
      }
    }
    throw new CommandError(
        Exit.FAILED, "the server names a status '%s' that is not known here".formatted(word));
  }

  static EventRow event(Fields event) {
    return new EventRow(
        id(event, "execution_id"),
        id(event, "event_id"),
        id(event, "catalog_id"),
        id(event, "parent_event_id"),
        id(event, "parent_execution_id"),
        instant(event, "created_at"),
        text(event, "event_type"),
        text(event, "node_id"),
        text(event, "node_name"),
        text(event, "node_type"),
        text(event, "status"),
        json(event, "context"),
        json(event, "result"),
        json(event, "meta"),
        text(event, "error"),
        event.get("current_index") == Null.NULL ? -1 : count(event, "current_index"),
        json(event, "current_item"),
        text(event, "worker_id"),
        text(event, "stack_trace"));
  }

  static LogLine log(Fields entry) {
    return new LogLine(
        text(entry, "step"),
        count(entry, "visit"),
        count(entry, "attempt"),
        text(entry, "text"),
        instant(entry, "at"));
  }

  static CatalogEntry catalog(Fields entry) {
    return new CatalogEntry(
        text(entry, "path"),
        count(entry, "version"),
        text(entry, "content"),
        instant(entry, "created_at"));
  }

  static Credential credential(Fields entry) {
    return new Credential(
        id(entry, "id"),
        text(entry, "name"),
        text(entry, "type"),
        text(entry, "key_id"),
        entry.get("meta") instanceof Fields meta ? meta : Fields.EMPTY,
        texts(entry, "tags"),
        text(entry, "description"),
        instant(entry, "created_at"),
        instant(entry, "updated_at"));
  }

  /// The problems of a playbook's text under `key`; `file` is what it is called here.
  static List<Problem> problems(Fields answer, String key, String file) {
    return maps(answer, key).stream().map(it -> problem(it, file)).toList();
  }

  private static Problem problem(Fields it, String file) {
    var severity =
        text(it, "severity").toUpperCase(Locale.ROOT).equals(Problem.Severity.WARNING.name())
            ? Problem.Severity.WARNING
            : Problem.Severity.ERROR;
    return new Problem(
        severity,
        new Place(file.isEmpty() ? text(it, "file") : file, count(it, "line"), count(it, "column")),
        text(it, "code"),
        text(it, "message"),
        text(it, "hint"));
  }

  static List<Fields> maps(Fields fields, String name) {
    return items(fields, name).stream()
        .filter(Fields.class::isInstance)
        .map(Fields.class::cast)
        .toList();
  }

  static List<String> texts(Fields fields, String name) {
    return items(fields, name).stream()
        .filter(Text.class::isInstance)
        .map(it -> ((Text) it).text())
        .toList();
  }

  private static List<Value> items(Fields fields, String name) {
    return fields.get(name) instanceof Items items ? items.list() : List.of();
  }

  static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }

  /// An id is a text, since not every language can count so far.
  static long id(Fields fields, String name) {
    return switch (fields.get(name)) {
      case Num.Int(var number) -> number;
      case Text(var text) -> parsed(text);
      default -> 0;
    };
  }

  private static long parsed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  static int count(Fields fields, String name) {
    return (int) number(fields, name);
  }

  private static long number(Fields fields, String name) {
    return fields.get(name) instanceof Num.Int(var number) ? number : 0;
  }

  static Instant instant(Fields fields, String name) {
    try {
      return fields.get(name) instanceof Text(var text) ? Instant.parse(text) : Instant.EPOCH;
    } catch (DateTimeException _) {
      return Instant.EPOCH;
    }
  }

  private static String json(Fields fields, String name) {
    var value = fields.get(name);
    return value == Null.NULL ? "" : Json.write(value);
  }
}
