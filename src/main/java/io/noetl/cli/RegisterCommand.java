package io.noetl.cli;

import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl register`: puts playbooks into the catalog, each under its own path.
final class RegisterCommand implements Command {
  private static final String PLAYBOOK = "playbook";

  @Override
  public CommandSpec spec() {
    var spec = Options.command("register", "Puts playbooks into the catalog, each under its path.");
    return Target.options(spec)
        .addPositional(
            Options.operands(
                "FILE|DIR", "Files, or directories with playbooks (-: stdin).", "1..*"))
        .addOption(Options.json());
  }

  /// The same for `noetl catalog register`, where the word `playbook` may come first.
  CommandSpec ofCatalog() {
    var spec = spec();
    spec.usageMessage()
        .description("Puts playbooks into the catalog (or: catalog register playbook FILE...).");
    return spec;
  }

  private static List<String> files(ParseResult given) {
    var operands = Options.operands(given);
    boolean isWord =
        operands.size() > 1
            && operands.getFirst().equals(PLAYBOOK)
            && !Files.exists(TextFiles.path(PLAYBOOK));
    return isWord ? operands.subList(1, operands.size()) : operands;
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    var files = PlaybookText.all(files(given), console);
    boolean isJson = Options.has(given, Options.JSON);
    var places = new HashMap<String, String>();
    int invalid = 0;
    try (var desk = Desks.registration(given, console)) {
      for (var file : files) {
        switch (desk.register(file)) {
          case CatalogDesk.Refused(var problems) -> {
            problems.forEach(problem -> console.say(problem.toString()));
            invalid++;
          }
          case CatalogDesk.Registered(var ref, var warnings) -> {
            warnings.forEach(problem -> console.say(problem.toString()));
            warnOfTwin(places, ref.path(), file.name(), console);
            console.print(registered(ref, file, isJson));
          }
        }
      }
    }
    return invalid == 0 ? Exit.DONE : Exit.INVALID_PLAYBOOK;
  }

  private static String registered(PlaybookRef ref, PlaybookText file, boolean isJson) {
    return isJson
        ? Json.write(
            Fields.builder()
                .put("path", ref.path())
                .put("version", ref.version())
                .put("file", file.name())
                .build())
        : "%s version %d".formatted(ref.path(), ref.version());
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
