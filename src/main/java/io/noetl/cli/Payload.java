package io.noetl.cli;

import io.noetl.engine.Merging;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What an execution is started with: the map of `--payload`, and over it what `--set` sets. The
/// latter reaches into maps, whatever `--merge` says of the former.
record Payload(Fields fields, Fields settings, Merging merging) {
  private static final String SET = "--set";
  private static final String PAYLOAD = "--payload";
  private static final String INPUT = "--input";
  private static final String MERGE = "--merge";

  /// Adds the options that say it.
  static CommandSpec options(CommandSpec spec) {
    return spec.addOption(
            Options.texts(SET, "KEY=VALUE", "Sets a workload value; a.b=1 reaches into a."))
        .addOption(
            Options.text(PAYLOAD, "JSON|@FILE", "Workload values as a JSON object (@-: stdin)."))
        .addOption(
            OptionSpec.builder("-i", INPUT)
                .arity("1")
                .type(String.class)
                .paramLabel("FILE")
                .description("The same as --payload @FILE.")
                .build())
        .addOption(Options.flag(MERGE, "Merges --payload deeply into the workload."));
  }

  static boolean isGiven(ParseResult given) {
    return Stream.of(SET, PAYLOAD, INPUT).anyMatch(option -> Options.has(given, option));
  }

  static Payload of(ParseResult given, Console console) {
    return of(
        payload(given),
        given.matchedOptionValue(SET, List.of()),
        Options.has(given, MERGE) ? Merging.DEEP : Merging.SHALLOW,
        console);
  }

  private static String payload(ParseResult given) {
    if (!Options.has(given, INPUT)) {
      return Options.text(given, PAYLOAD);
    }
    if (Options.has(given, PAYLOAD)) {
      throw CommandError.usage("choose --payload or --input: both say the same");
    }
    return "@" + Options.text(given, INPUT);
  }

  static Payload of(String payload, List<String> settings, Merging merging, Console console) {
    var set = Fields.EMPTY;
    for (var setting : settings) {
      set = deep(set, setting(setting));
    }
    return new Payload(payload.isEmpty() ? Fields.EMPTY : read(payload, console), set, merging);
  }

  private static Fields read(String payload, Console console) {
    boolean isFile = payload.startsWith("@");
    var text = isFile ? TextFiles.readOrInput(payload.substring(1), console) : payload;
    try {
      if (Json.read(text) instanceof Fields fields) {
        return fields;
      }
    } catch (JsonError e) {
      throw CommandError.usage("--payload: " + e.getMessage());
    }
    throw CommandError.usage("--payload: expected a JSON object such as {\"city\": \"Rome\"}");
  }

  private static Fields setting(String text) {
    int equals = text.indexOf('=');
    var key = equals < 0 ? "" : text.substring(0, equals);
    var names = List.of(key.split("\\.", -1));
    if (names.stream().anyMatch(String::isBlank)) {
      throw CommandError.usage(
          "--set: expected key=value such as user.age=30, found '" + text + "'");
    }
    var value = value(text.substring(equals + 1));
    for (int i = names.size() - 1; i > 0; i--) {
      value = Fields.of(names.get(i), value);
    }
    return Fields.of(names.getFirst(), value);
  }

  /// JSON where it is that, else the text itself.
  private static Value value(String text) {
    try {
      return Json.read(text);
    } catch (JsonError e) {
      return Text.of(text);
    }
  }

  static Fields deep(Fields under, Fields over) {
    var merged = under.toBuilder();
    over.forEach(
        (name, value) ->
            merged.put(
                name,
                under.get(name) instanceof Fields a && value instanceof Fields b
                    ? deep(a, b)
                    : value));
    return merged.build();
  }
}
