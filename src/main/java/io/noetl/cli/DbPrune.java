package io.noetl.cli;

import io.noetl.store.Pruner;
import io.noetl.store.Pruner.Report;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl db prune`: deletes executions that ended long ago.
final class DbPrune {
  private static final String OLDER = "--older-than";
  private static final String BATCH = "--batch";
  private static final String DRY_RUN = "--dry-run";

  private DbPrune() {}

  static CommandSpec spec() {
    return Options.command(
            "prune", "Deletes executions that ended long ago, with all that belongs to them.")
        .addOption(Options.text(OLDER, "TIME", "How long ago they ended, such as 30d."))
        .addOption(
            Options.number(
                BATCH,
                "N",
                "Executions in one transaction (default: %d).".formatted(Pruner.BATCH_DEFAULT)))
        .addOption(Options.flag(DRY_RUN, "Says what would be deleted, and deletes nothing."))
        .addOption(StorePlace.option())
        .addOption(Options.data())
        .addOption(Options.json());
  }

  static int run(ParseResult given, Console console) {
    var text = Options.text(given, OLDER);
    if (text.isEmpty()) {
      throw CommandError.usage("db prune: say how old they must be: --older-than 30d");
    }
    var age = RetainOption.age(OLDER, text);
    int batch = Service.number(given, BATCH, Pruner.BATCH_DEFAULT, 1, Pruner.BATCH_MAX);
    try (var store = StorePlace.of(given, console.env()).look()) {
      var pruner = new Pruner(store, batch);
      var before = pruner.before(age);
      boolean dry = Options.has(given, DRY_RUN);
      if (!dry) {
        RetainOption.check(store);
      }
      tell(console, given, before, dry ? pruner.look(before) : pruner.prune(before));
    }
    return Exit.DONE;
  }

  private static void tell(Console console, ParseResult given, Instant before, Report report) {
    boolean dry = Options.has(given, DRY_RUN);
    if (Options.has(given, Options.JSON)) {
      var json =
          Fields.builder()
              .put("executions", report.executions())
              .put("kept", report.kept())
              .put("before", Times.utc(before))
              .put("dry_run", dry);
      console.print(Json.write((dry ? json : json.put("rows", report.rows())).build()));
      return;
    }
    List<String> words = new ArrayList<>();
    words.add(
        dry
            ? "%d executions that ended before %s would be deleted"
                .formatted(report.executions(), Times.utc(before))
            : "deleted %d executions that ended before %s (%d rows)"
                .formatted(report.executions(), Times.utc(before), report.rows()));
    if (report.kept() > 0) {
      words.add(
          "%d stay because a child of theirs goes on or ended later".formatted(report.kept()));
    }
    console.say("noetl: " + String.join("; ", words));
  }
}
