package io.noetl.cli;

import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Invalid;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.store.Store;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl register`: puts playbooks into the catalog, each under its own path.
final class RegisterCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("register", "Puts playbooks into the catalog, each under its path.")
        .addPositional(
            Options.operands(
                "FILE|DIR", "Files, or directories with playbooks (-: stdin).", "1..*"))
        .addOption(Options.data())
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) {
    var files = PlaybookText.all(Options.operands(given), console);
    boolean isJson = Options.has(given, Options.JSON);
    var places = new HashMap<String, String>();
    int invalid = 0;
    try (var store = Wiring.store(DataDirectory.of(given, console.env()))) {
      for (var file : files) {
        switch (PlaybookParser.parse(file.name(), file.text())) {
          case Invalid(var problems) -> {
            problems.forEach(problem -> console.say(problem.toString()));
            invalid++;
          }
          case Valid(var playbook, var warnings) -> {
            warnings.forEach(problem -> console.say(problem.toString()));
            warnOfTwin(places, playbook.path(), file.name(), console);
            console.print(registered(store.catalog(), playbook.path(), file, isJson));
          }
        }
      }
    }
    return invalid == 0 ? Exit.DONE : Exit.INVALID_PLAYBOOK;
  }

  private static String registered(
      Store.Catalog catalog, String path, PlaybookText file, boolean isJson) {
    int version = catalog.register(path, file.text());
    return isJson
        ? Json.write(
            Fields.builder()
                .put("path", path)
                .put("version", version)
                .put("file", file.name())
                .build())
        : "%s version %d".formatted(path, version);
  }

  private static void warnOfTwin(
      Map<String, String> places, String path, String file, Console console) {
    var other = places.put(path, file);
    if (other != null) {
      console.say(
          "noetl: %s and %s have the same path '%s': the latter is the newer version"
              .formatted(other, file, path));
    }
  }
}
