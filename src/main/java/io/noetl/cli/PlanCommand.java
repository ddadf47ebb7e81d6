package io.noetl.cli;

import io.noetl.plan.Drafting;
import io.noetl.plan.Estimates;
import io.noetl.plan.Gantt;
import io.noetl.plan.Infeasible;
import io.noetl.plan.Piece;
import io.noetl.plan.Plan;
import io.noetl.plan.Schedule;
import io.noetl.plan.Scheduler;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Invalid;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl plan`: what running a playbook would take, without running it.
final class PlanCommand implements Command {
  private static final String RESOURCES = "--resources";
  private static final String SLOTS = "--slots";
  private static final String FORMAT = "--format";
  private static final int CAPACITY_MAX = 1_000_000;

  @Override
  public CommandSpec spec() {
    var spec =
        Options.command(
                "plan", "Shows how long a playbook may take, its critical path and a schedule.")
            .addPositional(Options.operand(0, "FILE", "The playbook (-: stdin)."))
            .addOption(
                Options.texts(
                    RESOURCES, "NAME=N", "How much there is of a resource: http_pool=4,pg_pool=5."))
            .addOption(Options.number(SLOTS, "N", "Steps at once (default: any number)."))
            .addOption(Options.text(FORMAT, "FORMAT", "table (default), json or svg."))
            .addOption(Options.json())
            .addOption(Options.data())
            .addOption(StorePlace.option());
    return Payload.options(spec);
  }

  @Override
  public int run(ParseResult given, Console console) {
    var file = Options.operand(given, 0);
    return switch (PlaybookParser.parse(file, TextFiles.readOrInput(file, console))) {
      case Invalid(var problems) -> {
        problems.forEach(problem -> console.say(problem.toString()));
        yield Exit.INVALID_PLAYBOOK;
      }
      case Valid(var playbook, _) -> plan(playbook, given, console);
    };
  }

  private static int plan(Playbook playbook, ParseResult given, Console console) {
    var capacities = capacities(given);
    var workload = PlannedWorkload.of(playbook.workload(), Payload.of(given, console));
    var plan = Drafting.draft(playbook, workload, estimates(playbook, given, console));
    try {
      var schedule = Scheduler.schedule(plan, capacities);
      switch (format(given)) {
        case "table" -> table(plan, schedule, capacities, console);
        case "json" -> console.print(Json.write(json(plan, schedule, capacities)));
        case "svg" -> console.print(Gantt.svg(plan, schedule).stripTrailing());
        case String other ->
            throw CommandError.usage(
                "--format: expected table, json or svg, found '%s'".formatted(other));
      }
      return Exit.DONE;
    } catch (Infeasible e) {
      console.say("noetl: " + e.getMessage());
      return Exit.FAILED;
    }
  }

  private static String format(ParseResult given) {
    return Options.has(given, Options.JSON) ? "json" : given.matchedOptionValue(FORMAT, "table");
  }

  /// From the history, if there is one; a directory is not made to look for it.
  private static Estimates estimates(Playbook playbook, ParseResult given, Console console) {
    var place = StorePlace.of(given, console.env());
    if (place.database().isEmpty() && !Files.isDirectory(place.directory())) {
      return Estimates.DEFAULTS;
    }
    try (var store = place.look()) {
      return PastTimes.read(store, playbook.path());
    }
  }

  private static Map<String, Integer> capacities(ParseResult given) {
    var capacities = new LinkedHashMap<String, Integer>();
    for (var list : given.matchedOptionValue(RESOURCES, List.<String>of())) {
      for (var pair : list.split(",", -1)) {
        var parts = pair.split("=", -1);
        if (parts.length != 2 || parts[0].isBlank() || !parts[1].strip().matches("\\d{1,6}")) {
          throw CommandError.usage(
              "--resources: expected NAME=N such as http_pool=4, found '%s'".formatted(pair));
        }
        capacities.put(parts[0].strip(), Integer.valueOf(parts[1].strip()));
      }
    }
    if (Options.has(given, SLOTS)) {
      capacities.put(Scheduler.SLOTS, Service.number(given, SLOTS, 1, 1, CAPACITY_MAX));
    }
    return capacities;
  }

  // -- Output ----------------------------------------------------------------------------------

  private static void table(
      Plan plan, Schedule schedule, Map<String, Integer> capacities, Console console) {
    var table = new Table("PIECE", "TYPE", "TIME", "FROM", "STARTS", "ENDS", "CRITICAL");
    plan.pieces().stream()
        .sorted(Comparator.comparing(piece -> schedule.starts().getOrDefault(piece.id(), 0L)))
        .forEach(
            piece ->
                table.add(
                    piece.id(),
                    piece.tool(),
                    time(piece.time().millis()),
                    piece.time().from(),
                    time(schedule.starts().getOrDefault(piece.id(), 0L)),
                    time(schedule.ends().getOrDefault(piece.id(), 0L)),
                    schedule.critical().contains(piece.id()) ? "*" : ""));
    table.print(console);
    console.print("");
    console.print(
        "critical path: %s (%s)"
            .formatted(String.join(" -> ", schedule.critical()), time(schedule.lengthMillis())));
    console.print("expected: %s%s".formatted(time(schedule.makespanMillis()), within(capacities)));
    plan.notes().forEach(note -> console.print("note: " + note));
  }

  private static String within(Map<String, Integer> capacities) {
    return capacities.isEmpty()
        ? " with room for everything"
        : capacities.entrySet().stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ", " with ", ""));
  }

  private static String time(long millis) {
    return Durations.text(Duration.ofMillis(millis));
  }

  private static Fields json(Plan plan, Schedule schedule, Map<String, Integer> capacities) {
    var durations = new LinkedHashMap<String, Long>();
    plan.pieces().forEach(piece -> durations.put(piece.id(), piece.time().millis()));
    return Fields.builder()
        .put("steps", new Items(plan.pieces().stream().<Value>map(PlanCommand::json).toList()))
        .put(
            "edges",
            new Items(
                plan.edges().stream()
                    .<Value>map(
                        edge -> Fields.of("from", Text.of(edge.from()), "to", Text.of(edge.to())))
                    .toList()))
        .put("capacities", numbers(capacities))
        .put("critical_path", texts(schedule.critical()))
        .put("critical_ms", schedule.lengthMillis())
        .put(
            "schedule",
            Fields.builder()
                .put("starts_ms", numbers(schedule.starts()))
                .put("ends_ms", numbers(schedule.ends()))
                .put("durations_ms", numbers(durations))
                .put("makespan_ms", schedule.makespanMillis())
                .build())
        .put("notes", texts(plan.notes()))
        .build();
  }

  private static Fields json(Piece piece) {
    return Fields.builder()
        .put("id", piece.id())
        .put("type", piece.tool())
        .put("duration_ms", piece.time().millis())
        .put("from", piece.time().from())
        .put("resources", numbers(piece.demands()))
        .build();
  }

  private static Fields numbers(Map<String, ? extends Number> map) {
    var fields = Fields.builder();
    map.forEach((name, number) -> fields.put(name, Num.of(number.longValue())));
    return fields.build();
  }

  private static Items texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::of).toList());
  }
}
