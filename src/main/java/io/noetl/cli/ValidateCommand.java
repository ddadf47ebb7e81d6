package io.noetl.cli;

import io.noetl.playbook.Explanation;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.playbook.Problem;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl validate`: says all that is wrong with playbooks.
final class ValidateCommand implements Command {
  private static final String EXPLAIN = "--explain";

  @Override
  public CommandSpec spec() {
    return Options.command("validate", "Says all that is wrong with playbooks, and where.")
        .addPositional(
            Options.operands(
                "FILE|DIR", "Files, or directories with playbooks (-: stdin).", "1..*"))
        .addOption(
            Options.flag(
                EXPLAIN, "Prints the playbook as it was understood, every synonym resolved."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) {
    boolean isJson = Options.has(given, Options.JSON);
    boolean explains = Options.has(given, EXPLAIN);
    int explained = 0;
    int invalid = 0;
    int warnings = 0;
    var files = PlaybookText.all(Options.operands(given), console);
    for (var file : files) {
      var parsed = PlaybookParser.parse(file.name(), file.text());
      for (var problem : parsed.problems()) {
        var text = isJson ? Json.write(json(problem)) : problem.toString();
        if (explains) {
          console.say(text); // The output is for the playbook.
        } else {
          console.print(text);
        }
        warnings += problem.isError() ? 0 : 1;
      }
      if (explains && parsed instanceof Valid(var playbook, _)) {
        console.print((explained++ == 0 ? "" : "---\n") + Explanation.of(playbook).stripTrailing());
      }
      invalid += parsed instanceof Valid ? 0 : 1;
    }
    console.out().flush();
    console.say(summary(files.size(), invalid, warnings));
    return invalid == 0 ? Exit.DONE : Exit.INVALID_PLAYBOOK;
  }

  private static String summary(int files, int invalid, int warnings) {
    var text = new StringBuilder();
    text.append(files).append(files == 1 ? " playbook, " : " playbooks, ");
    text.append(invalid == 0 ? "all valid" : invalid + " not valid");
    if (warnings > 0) {
      text.append(", ").append(warnings).append(warnings == 1 ? " warning" : " warnings");
    }
    return text.toString();
  }

  private static Fields json(Problem problem) {
    return Fields.builder()
        .put("file", problem.place().file())
        .put("line", problem.place().line())
        .put("column", problem.place().column())
        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
        .put("code", problem.code())
        .put("message", problem.message())
        .put("hint", problem.hint())
        .build();
  }
}
