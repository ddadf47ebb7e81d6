package io.noetl.cli;

import io.noetl.engine.Playbooks;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Invalid;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.playbook.Problem;
import io.noetl.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl run`: runs a playbook here and now, and waits for its end.
final class RunCommand implements Command {
  private static final String PYTHON = "python";
  private static final String RESUME = "--resume";
  private static final String SLOTS = "--slots";
  private static final String QUIET = "--quiet";

  @Override
  public CommandSpec spec() {
    var spec =
        Options.command("run", "Runs a playbook here, shows how it goes on, prints its result.")
            .addPositional(
                Options.optional(
                    0,
                    "FILE|PATH",
                    "A playbook's file, or its path (PATH@VERSION) in the catalog."));
    return Payload.options(spec)
        .addOption(Options.text(RESUME, "ID", "Goes on with this unfinished execution."))
        .addOption(
            Options.number(SLOTS, "N", "Steps at once (default: " + Wiring.SLOTS_DEFAULT + ")."))
        .addOption(Options.flag(QUIET, "Shows no progress and no warnings."))
        .addOption(Options.data())
        .addOption(Options.flag(Options.JSON, "Prints one JSON object that says how it ended."));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    var wish = wish(given, console);
    var text = text(wish.operand());
    var directory = DataDirectory.of(given, console.env());
    try (var opening = new Opening(directory);
        var tools =
            Wiring.tools(
                console.env(),
                wish.manner().slots(),
                new StoredCredentials(
                    () -> Wiring.keychain(opening.opened(), directory, console.env())),
                Wiring.Part.own(console.env(), directory))) {
      if (text.filter(it -> it.text().contains(PYTHON)).isPresent()) {
        tools.python().prewarm(); // It starts while the playbook is read, and takes longest.
      }
      opening.begin();
      var source = text.map(Source::of);
      if (source.isPresent() && wish.isNew()) {
        if (source.get().parsed() instanceof Invalid(var problems)) {
          problems.forEach(problem -> console.say(problem.toString()));
          return Exit.INVALID_PLAYBOOK;
        }
        warn(source.get(), wish.manner(), console);
      }
      return run(wish, source, new Parts(opening.store(), tools, console));
    }
  }

  /// What a run is made with.
  private record Parts(Store store, Wiring.Tools tools, Console console) {}

  private static int run(Wish wish, Optional<Source> source, Parts parts)
      throws InterruptedException {
    var playbooks = playbooks(parts.store(), source, parts.console());
    var engine = Wiring.engine(parts.store(), playbooks, parts.console().env());
    try (var local =
        new LocalRun(parts.store(), engine, parts.tools(), wish.manner(), parts.console())) {
      if (!wish.isNew()) {
        return local.resume(wish.resumed());
      }
      var ready = ready(wish.operand(), source, playbooks);
      try (var _ = Demo.of(source.map(Source::parsed))) {
        return local.start(ready, wish.payload());
      }
    }
  }

  /// What is to be done: a new execution of `operand`, or, if it is not 0, the one to be resumed.
  private record Wish(String operand, long resumed, Payload payload, LocalRun.Manner manner) {
    boolean isNew() {
      return resumed == 0;
    }
  }

  private static Wish wish(ParseResult given, Console console) {
    var operand = Options.operand(given, 0);
    var resume = Options.text(given, RESUME);
    if (operand.isEmpty() && resume.isEmpty()) {
      throw CommandError.usage("run: name a playbook's file or path, or an execution to --resume");
    }
    if (!resume.isEmpty() && Payload.isGiven(given)) {
      throw CommandError.usage("run: an execution that is resumed keeps its workload");
    }
    int slots = given.matchedOptionValue(SLOTS, Wiring.SLOTS_DEFAULT);
    if (slots < 1) {
      throw CommandError.usage("--slots: expected 1 or more, found " + slots);
    }
    return new Wish(
        operand,
        resume.isEmpty() ? 0 : Options.execution(resume),
        Payload.of(given, console),
        new LocalRun.Manner(slots, Options.has(given, QUIET), Options.has(given, Options.JSON)));
  }

  /// A playbook's file as it is now.
  private record Source(PlaybookText file, PlaybookParser.Parsed parsed) {
    static Source of(PlaybookText file) {
      return new Source(file, PlaybookParser.parse(file.name(), file.text()));
    }

    String text() {
      return file.text();
    }

    Path directory() {
      var parent = Path.of(file.name()).toAbsolutePath().getParent();
      return parent == null ? Path.of("") : parent;
    }
  }

  private static Optional<PlaybookText> text(String operand) {
    if (operand.isEmpty()) {
      return Optional.empty();
    }
    var file = TextFiles.path(operand);
    return Files.isRegularFile(file) || isFileName(operand)
        ? Optional.of(new PlaybookText(operand, TextFiles.read(file)))
        : Optional.empty();
  }

  private static boolean isFileName(String operand) {
    return operand.endsWith(".yaml") || operand.endsWith(".yml");
  }

  private static void warn(Source source, LocalRun.Manner manner, Console console) {
    if (!manner.quiet()) {
      source.parsed().problems().stream().map(Problem::toString).forEach(console::say);
    }
  }

  private static Playbooks playbooks(Store store, Optional<Source> source, Console console) {
    if (source.isEmpty()) {
      return Wiring.playbooks(store.catalog(), new Neighbours(Path.of("")));
    }
    var neighbours = new Neighbours(source.get().directory());
    return Wiring.playbooks(new LocalFirst(store.catalog(), neighbours, console), neighbours);
  }

  private static Playbooks.Ready ready(
      String operand, Optional<Source> source, Playbooks playbooks) {
    if (source.isPresent() && source.get().parsed() instanceof Valid(var playbook, _)) {
      return playbooks.register(playbook, source.get().text());
    }
    var ref = CatalogPath.of(operand);
    return switch (playbooks.find(ref.path(), ref.version())) {
      case Playbooks.Ready found -> found;
      case Playbooks.Missing(var refusal) -> throw CommandError.of(refusal);
    };
  }
}
