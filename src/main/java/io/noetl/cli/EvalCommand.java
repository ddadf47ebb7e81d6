package io.noetl.cli;

import io.noetl.template.Ambient;
import io.noetl.template.Scope;
import io.noetl.template.Template;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl eval`: renders templates outside of any playbook.
final class EvalCommand implements Command {
  private static final String CONTEXT = "--context";
  private static final String LINES = "--jsonl";

  private final RandomGenerator random = RandomGenerator.getDefault();

  @Override
  public CommandSpec spec() {
    return Options.command("eval", "Renders a template.")
        .addPositional(Options.optional(0, "TEMPLATE", "Such as '{{ names | join(\", \") }}'."))
        .addOption(Options.text(CONTEXT, "FILE", "The names it sees: a JSON object (-: stdin)."))
        .addOption(
            Options.flag(
                LINES,
                "Reads {\"template\", \"context\"} lines, writes {\"text\", \"value\","
                    + " \"undefined\", \"error\"} lines."))
        .addOption(Options.flag(Options.JSON, "Prints the value as JSON instead of text."));
  }

  @Override
  public int run(ParseResult given, Console console) {
    boolean isLines = Options.has(given, LINES);
    if (isLines == given.hasMatchedPositional(0)) {
      throw CommandError.usage("eval: expected a template, or --jsonl and templates on stdin");
    }
    if (isLines) {
      return lines(console);
    }
    var context = context(Options.text(given, CONTEXT), console);
    var answer = rendered(Options.operand(given, 0), context);
    if (answer.get("error") instanceof Text(var error)) {
      console.say("noetl: " + error);
      return Exit.FAILED;
    }
    boolean isJson = Options.has(given, Options.JSON);
    console.print(isJson ? Json.write(answer.get("value")) : ((Text) answer.get("text")).text());
    return Exit.DONE;
  }

  private static Fields context(String file, Console console) {
    if (file.isEmpty()) {
      return Fields.EMPTY;
    }
    try {
      if (Json.read(TextFiles.readOrInput(file, console)) instanceof Fields fields) {
        return fields;
      }
    } catch (JsonError e) {
      throw CommandError.usage("%s: %s".formatted(file, e.getMessage()));
    }
    throw CommandError.usage(file + ": expected a JSON object");
  }

  private int lines(Console console) {
    var in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    try {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          console.print(Json.write(answer(line)));
          // A program may talk to us line by line; with more to read there is no hurry.
          if (!in.ready()) {
            console.out().flush();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
    return Exit.DONE;
  }

  private Fields answer(String line) {
    try {
      if (Json.read(line) instanceof Fields fields
          && fields.get("template") instanceof Text(var template)) {
        return rendered(
            template, fields.get("context") instanceof Fields context ? context : Fields.EMPTY);
      }
      return failed("expected {\"template\": \"...\", \"context\": {...}}");
    } catch (JsonError e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private Fields rendered(String source, Fields context) {
    try {
      var template = Template.parse(source);
      var scope = Scope.of(context);
      var ambient = Ambient.of(Instant.now(), random.nextLong());
      var text = template.renderText(scope, ambient);
      return answer(Text.of(text), template.evaluate(scope, ambient), Null.NULL);
    } catch (TemplateError e) {
      var hint = e.hint().isEmpty() ? "" : " (" + e.hint() + ")";
      return failed("character %d: %s%s".formatted(e.offset() + 1, e.message(), hint));
    }
  }

  private static Fields failed(String error) {
    return answer(Null.NULL, Null.NULL, Text.of(error));
  }

  private static Fields answer(Value text, Value value, Value error) {
    return Fields.builder()
        .put("text", text)
        .put("value", value.plain())
        .put("undefined", value instanceof Undefined)
        .put("error", error)
        .build();
  }
}
