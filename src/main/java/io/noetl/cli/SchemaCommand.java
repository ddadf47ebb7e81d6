package io.noetl.cli;

import io.noetl.playbook.PlaybookSchema;
import io.noetl.value.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl schema`: prints the JSON Schema of playbooks.
final class SchemaCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("schema", "Prints the JSON Schema of playbooks, for editors.");
  }

  @Override
  public int run(ParseResult given, Console console) {
    console.print(Json.pretty(PlaybookSchema.schema()));
    return Exit.DONE;
  }
}
