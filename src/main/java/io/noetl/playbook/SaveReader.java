package io.noetl.playbook;

import static io.noetl.playbook.Own.key;

import io.noetl.playbook.Own.Shape;
import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `save:` (`sink:`), flat or with its keys under `storage:`.
final class SaveReader {
  private static final String CODE = "code";
  private static final String COMMAND = "command";
  private static final String KEY = "key";
  private static final String MODE = "mode";
  private static final String STATEMENT = "statement";
  private static final String EVENT_LOG = "event_log";

  /// The kinds of storage, each with the keys of which it needs one.
  private static final Map<String, List<String>> NEEDS = needs();

  static final List<String> MODES = List.of("insert", "upsert", "append", "overwrite", "update");

  private static final Own STORAGE =
      key(Shape.ANY, "storage", "Where to: " + String.join(", ", NEEDS.keySet()) + ".")
          .or("type", "tool", "kind");

  /// The keys of a save, `storage` first.
  static final Own[] KEYS = {
    STORAGE,
    key(Shape.ANY, "data", "What to store: a map, a list of maps, or a template for either.")
        .or("args"),
    key(Shape.TEXT, "table", "The table to write to."),
    key(Shape.TEXT, MODE, String.join(", ", MODES) + "; insert unless it says otherwise."),
    key(Shape.TEXTS, KEY, "The columns that identify a row (mode: upsert).").or("keys"),
    key(Shape.TEXTS, STATEMENT, "A statement of your own, with :name placeholders.")
        .or("sql", "query", COMMAND, "commands")
        .orEncoded(),
    key(Shape.ANY, "params", "Values for the statement's placeholders."),
    key(Shape.TEXT, CODE, "Python source that defines main(data); never a template.")
        .or("script")
        .orEncoded(),
    key(Shape.TEXT, "endpoint", "The URL to send the data to.").or("url"),
    key(Shape.TEXT, "method", "POST unless it says otherwise."),
    key(Shape.MAP, "headers", "Header fields."),
    key(Shape.ANY, "auth", "The name of a credential, or a map that says where it comes from.")
        .or("credential", "credentials"),
    key(Shape.TEXT, "path", "The file to write to.").or("file"),
    key(Shape.TEXT, "format", "json, jsonl, csv, text or parquet."),
    key(Shape.TEXT, "database", "The database to work on."),
    key(Shape.TEXT, "schema", "The schema of the table."),
    key(Shape.TRUTH, "exactly_once", "Whether a repeated job must not save twice."),
    key(Shape.ANY, "batch", "How many rows go into one statement.").or("chunk_size"),
    key(Shape.ANY, "concurrency", "How many batches are written at once."),
    key(Shape.MAP, "spec", "Connection fields: dsn, host, port and so on.")
  };

  private final Reading reading;

  SaveReader(Reading reading) {
    this.reading = reading;
  }

  private static Map<String, List<String>> needs() {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    needs.put(EVENT_LOG, List.of());
    needs.put("file", List.of("path"));
    needs.put("python", List.of());
    needs.put("http", List.of("endpoint"));
    needs.put("postgres", List.of("table", STATEMENT));
    needs.put("duckdb", List.of(COMMAND, "table", "data"));
    needs.put("snowflake", List.of("table", STATEMENT));
    needs.put("jdbc", List.of("table", STATEMENT));
    return needs;
  }

  static Set<String> storages() {
    return NEEDS.keySet();
  }

  /// The save under the entry in canonical spelling.
  Fields read(Entry entry, Names names) {
    if (!(entry.value() instanceof Mapping map)) {
      reading.wrongShape(entry, "a map");
      return Fields.EMPTY;
    }
    var keys = new Keys(map, reading.problems());
    var save = read(keys, names);
    keys.refuseRest("save");
    return save;
  }

  /// Takes the keys of a save out of `keys`.
  Fields read(Keys keys, Names names) {
    var stored = keys.take(STORAGE.spelled());
    var inner = keys;
    var kind = stored;
    if (stored.isPresent() && stored.get().value() instanceof Mapping map) {
      // What stands inside wins over what stands beside it.
      var all = new Keys(map, reading.problems());
      keys.moveTo(all, KEYS);
      inner = all;
      kind = all.take("type", "kind", "tool", "storage");
    }
    refuseGuards(keys);
    var storage = kind.map(this::storage).orElse(EVENT_LOG);
    Map<String, Written> found = new LinkedHashMap<>();
    for (var own : KEYS) {
      if (!own.name().equals(STORAGE.name())) {
        var taken = inner.take(own.spelled());
        taken.ifPresent(each -> found.put(own.name(), checked(own, each)));
      }
    }
    if (inner != keys) {
      inner.refuseRest("save");
    }
    found.forEach(
        (name, written) -> {
          if (!name.equals(CODE)) {
            reading.templates().check(written, names);
          }
        });
    var save = canonical(storage, found);
    requireTarget(keys, storage, save);
    return save;
  }

  private Written checked(Own own, Entry entry) {
    var written = Encoded.value(entry, reading.problems());
    if (!own.shape().fits(written)) {
      reading.wrongShape(entry, own.shape().words());
    }
    return written;
  }

  private String storage(Entry entry) {
    var word = reading.text(entry).orElse(EVENT_LOG).toLowerCase(Locale.ROOT);
    var storage = word.equals("event") ? EVENT_LOG : word;
    if (!NEEDS.containsKey(storage)) {
      var hint = Nearest.hint(storage, NEEDS.keySet());
      if (hint.isEmpty()) {
        hint = "storages are: " + String.join(", ", NEEDS.keySet());
      }
      var message = "there is no storage `%s`".formatted(storage);
      reading.problems().error(entry.value().spot(), "unknown-storage", message, hint);
    }
    return storage;
  }

  /// A condition that is not looked at would store what its author wanted kept out.
  private void refuseGuards(Keys keys) {
    for (var guard : List.of("when", "on")) {
      keys.take(guard)
          .ifPresent(
              entry ->
                  reading
                      .problems()
                      .error(
                          entry.key().spot(),
                          "unsupported-key",
                          "a save has no `%s` of its own".formatted(guard),
                          "save in a step of its own behind an edge with `when`"));
    }
    keys.take("name").ifPresent(entry -> reading.withoutEffect(entry, ""));
  }

  private Fields canonical(String storage, Map<String, Written> found) {
    var save = Fields.builder().put("storage", storage);
    found.forEach(
        (name, written) -> {
          switch (name) {
            case KEY -> save.put(KEY, names(written));
            case "auth" -> save.put(name, reading.logins().resolved(written.value()));
            case STATEMENT ->
                save.put(storage.equals("duckdb") ? COMMAND : STATEMENT, written.value());
            default -> save.put(name, written.value());
          }
        });
    return save.build();
  }

  /// A list of column names; one text may name several with commas.
  private static Value names(Written written) {
    if (written.value() instanceof Text(var text) && !text.contains("{{")) {
      List<Value> names = new ArrayList<>();
      for (var name : text.split(",", -1)) {
        names.add(Text.of(name.strip()));
      }
      return new Items(names);
    }
    return written.value() instanceof Items items ? items : Items.of(written.value());
  }

  private void requireTarget(Keys keys, String storage, Fields save) {
    var needs = NEEDS.getOrDefault(storage, List.of());
    if (!needs.isEmpty() && needs.stream().noneMatch(save::has)) {
      var message = "a save to %s needs `%s`".formatted(storage, String.join("` or `", needs));
      reading.problems().error(keys.spot(), "missing-key", message, "");
    }
    if (save.get(MODE) instanceof Text(var mode) && !mode.contains("{{")) {
      checkMode(keys, mode.toLowerCase(Locale.ROOT), save);
    }
  }

  private void checkMode(Keys keys, String mode, Fields save) {
    if (!MODES.contains(mode)) {
      var hint = "write one of: " + String.join(", ", MODES);
      reading
          .problems()
          .error(keys.spot(), "bad-mode", "`mode` cannot be `%s`".formatted(mode), hint);
    }
    if (mode.equals("upsert") && save.has("table") && !save.has(KEY)) {
      var message = "mode `upsert` needs `key`";
      reading
          .problems()
          .error(keys.spot(), "missing-key", message, "name the columns that identify a row");
    }
  }
}
