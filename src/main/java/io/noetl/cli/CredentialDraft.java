package io.noetl.cli;

import io.noetl.playbook.YamlDocument;
import io.noetl.secret.Draft;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// Makes a draft of what `noetl credential register` was given: a file, and over it the options.
/// Messages never repeat a value.
final class CredentialDraft {
  static final String TYPE = "--type";
  static final String FIELD = "--field";
  static final String TAGS = "--tags";
  static final String DESCRIPTION = "--description";

  private static final Set<String> KEYS =
      Set.of("name", "type", "credential_type", "data", "meta", "tags", "description");

  private final Console console;
  private Fields form = Fields.EMPTY;
  private Fields data = Fields.EMPTY;

  private CredentialDraft(Console console) {
    this.console = console;
  }

  static Draft of(ParseResult given, Console console) {
    return new CredentialDraft(console).read(given);
  }

  private Draft read(ParseResult given) {
    var operand = Options.operand(given, 0);
    if (isFile(operand)) {
      form = map(operand, TextFiles.readOrInput(operand, console));
      check(operand);
      data = form.get("data") instanceof Fields fields ? fields : Fields.EMPTY;
    } else {
      form = Fields.of("name", Text.of(operand));
    }
    for (var option : dataOf(given)) {
      data = data.overlaid(option.startsWith("@") ? ofFile(option) : map(Options.DATA, option));
    }
    given.matchedOptionValue(FIELD, List.<String>of()).forEach(this::set);
    return draft(given);
  }

  /// `--data` names the data directory in every command, and here takes the credential's data too:
  /// these begin with a brace, or with an `@` before the name of their file.
  private static List<String> dataOf(ParseResult given) {
    return given.matchedOptionValue(Options.DATA, List.<String>of()).stream()
        .filter(CredentialDraft::isData)
        .toList();
  }

  static boolean isData(String option) {
    return option.startsWith("{") || option.startsWith("@");
  }

  private Draft draft(ParseResult given) {
    var type = form.has("type") ? form.get("type") : form.get("credential_type");
    return new Draft(
        text("name", form.get("name")),
        Options.has(given, TYPE) ? Options.text(given, TYPE) : text("type", type),
        data,
        form.get("meta") instanceof Fields meta ? meta : Fields.EMPTY,
        Options.has(given, TAGS)
            ? List.of(Options.text(given, TAGS).split(",", -1))
            : tags(form.get("tags")),
        Options.has(given, DESCRIPTION)
            ? Options.text(given, DESCRIPTION)
            : text("description", form.get("description")));
  }

  /// A name may have dots, but who calls a credential `x.yaml` means a file.
  private static boolean isFile(String operand) {
    return operand.equals("-")
        || (Stream.of(".json", ".yaml", ".yml").anyMatch(operand::endsWith)
            || (operand.contains("/") && Files.isRegularFile(TextFiles.path(operand))));
  }

  private Fields ofFile(String option) {
    var name = option.substring(1);
    return map(name, TextFiles.readOrInput(name, console));
  }

  private static Fields map(String name, String text) {
    return switch (YamlDocument.read(name, text)) {
      case YamlDocument.Data(var value) when value instanceof Fields fields -> fields;
      case YamlDocument.Data(var value) ->
          throw CommandError.usage(
              "%s: expected a map such as {\"user\": \"...\"}, found a %s"
                  .formatted(name, value.kind()));
      case YamlDocument.Unreadable(var place) ->
          throw CommandError.usage(place + ": neither JSON nor YAML");
    };
  }

  private void check(String file) {
    for (var key : form.names()) {
      if (!KEYS.contains(key)) {
        throw CommandError.usage(
            "%s: a credential has no key '%s': it has name, type, data, tags, description, meta"
                .formatted(file, key));
      }
    }
    if (form.has("data") && !(form.get("data") instanceof Fields)) {
      throw CommandError.usage("%s: 'data' must be a map".formatted(file));
    }
  }

  /// `key=value`, or `key=@file` for what should not stand on a command line; `@@` is an `@`.
  private void set(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw CommandError.usage("--field: expected KEY=VALUE or KEY=@FILE");
    }
    var value = setting.substring(equals + 1);
    if (value.startsWith("@@")) {
      value = value.substring(1);
    } else if (value.startsWith("@")) {
      value = TextFiles.readOrInput(value.substring(1), console).stripTrailing();
    }
    data = data.with(setting.substring(0, equals), Text.of(value));
  }

  private static List<String> tags(Value tags) {
    return switch (tags) {
      case Items items -> items.list().stream().map(tag -> text("tags", tag)).toList();
      default -> List.of(text("tags", tags).split(",", -1));
    };
  }

  private static String text(String key, Value value) {
    return switch (value) {
      case Text(var text) -> text;
      case Null _ -> "";
      case Fields _, Items _ -> throw CommandError.usage("'%s' must be a text".formatted(key));
      default -> Json.write(value);
    };
  }
}
