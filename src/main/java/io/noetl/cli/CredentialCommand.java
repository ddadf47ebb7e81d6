package io.noetl.cli;

import io.noetl.secret.Credential;
import io.noetl.secret.Registration.Registered;
import io.noetl.secret.Registration.Rejected;
import io.noetl.secret.Rotation;
import io.noetl.secret.Rotation.OldKeys;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl credential`: keeps what steps log in with. The data of a credential are never shown.
final class CredentialCommand implements Command {
  private static final String DROP_OLD = "--drop-old";

  @Override
  public CommandSpec spec() {
    return Options.command("credential", "Keeps what steps log in with, encrypted.")
        .addSubcommand("register", Options.line(register()))
        .addSubcommand("list", Options.line(list()))
        .addSubcommand("delete", Options.line(delete()))
        .addSubcommand("rotate-key", Options.line(rotate()));
  }

  private static CommandSpec register() {
    var spec = Options.command("register", "Adds a credential, or replaces the one of that name.");
    return Target.serverOptions(spec)
        .addPositional(
            Options.operand(
                0, "NAME|FILE", "Its name, or a JSON or YAML file with name, type and data (-)."))
        .addOption(
            Options.text(
                CredentialDraft.TYPE, "TYPE", "postgres, bearer, basic, ... (default: generic)."))
        .addOption(
            Options.texts(
                Options.DATA,
                "JSON|@FILE|DIR",
                "Its fields as a JSON object (@-: stdin); else the data directory."))
        .addOption(
            Options.texts(
                CredentialDraft.FIELD,
                "KEY=VALUE",
                "One field; KEY=@FILE reads it from a file, KEY=@- from stdin."))
        .addOption(Options.text(CredentialDraft.TAGS, "A,B", "Tags."))
        .addOption(Options.text(CredentialDraft.DESCRIPTION, "TEXT", "What it is for."))
        .addOption(Options.json());
  }

  private static CommandSpec list() {
    return Target.options(
            Options.command("list", "Lists the credentials, without their data.")
                .addOption(Options.text(CredentialDraft.TYPE, "TYPE", "Only those of this type.")))
        .addOption(Options.json());
  }

  private static CommandSpec delete() {
    return Target.options(
        Options.command("delete", "Deletes a credential.")
            .addPositional(Options.operand(0, "NAME", "Its name.")));
  }

  private static CommandSpec rotate() {
    return Options.command(
            "rotate-key", "Puts all credentials under a new master key while others use them.")
        .addOption(Options.flag(DROP_OLD, "Forgets the old keys; old copies become unreadable."))
        .addOption(StorePlace.option())
        .addOption(Options.data())
        .addOption(Options.flag(Options.JSON, "Prints one JSON object."));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    return switch (given.commandSpec().name()) {
      case "register" -> register(given, console);
      case "list" -> list(given, console);
      case "delete" -> delete(given, console);
      case "rotate-key" -> rotate(given, console);
      default ->
          throw CommandError.usage("credential: choose register, list, delete or rotate-key");
    };
  }

  private static int register(ParseResult given, Console console) throws InterruptedException {
    var draft = CredentialDraft.of(given, console);
    try (var desk = Desks.credentials(given, console)) {
      return switch (desk.register(draft)) {
        case Rejected(var problems) -> {
          problems.forEach(problem -> console.say("noetl: " + problem));
          yield Exit.USAGE;
        }
        case Registered(var credential, var warnings) -> {
          warnings.forEach(warning -> console.say("noetl: " + warning));
          console.print(
              Options.has(given, Options.JSON)
                  ? Json.write(json(credential))
                  : "%s (%s)".formatted(credential.name(), credential.type()));
          yield Exit.DONE;
        }
      };
    }
  }

  private static int list(ParseResult given, Console console) throws InterruptedException {
    var table = new Table("NAME", "TYPE", "KEY", "UPDATED", "TAGS", "DESCRIPTION");
    try (var desk = Desks.credentials(given, console)) {
      for (var each : desk.list(Options.text(given, CredentialDraft.TYPE))) {
        if (Options.has(given, Options.JSON)) {
          console.print(Json.write(json(each)));
        } else {
          table.add(
              each.name(),
              each.type(),
              each.keyId(),
              Times.local(each.updatedAt()),
              String.join(",", each.tags()),
              each.description());
        }
      }
    }
    table.print(console);
    return Exit.DONE;
  }

  private static Fields json(Credential credential) {
    return Fields.builder()
        .put("id", Long.toString(credential.id()))
        .put("name", credential.name())
        .put("type", credential.type())
        .put("key_id", credential.keyId())
        .put("meta", credential.meta())
        .put("tags", texts(credential.tags()))
        .put("description", credential.description())
        .put("created_at", Times.utc(credential.createdAt()))
        .put("updated_at", Times.utc(credential.updatedAt()))
        .build();
  }

  private static Items texts(List<String> texts) {
    return new Items(List.copyOf(texts.stream().map(Text::of).toList()));
  }

  private static int delete(ParseResult given, Console console) throws InterruptedException {
    var name = Options.operand(given, 0);
    try (var desk = Desks.credentials(given, console)) {
      if (!desk.delete(name)) {
        throw CommandError.notFound("there is no credential '%s'".formatted(name));
      }
    }
    console.say("noetl: deleted the credential '%s'".formatted(name));
    return Exit.DONE;
  }

  private static int rotate(ParseResult given, Console console) {
    var oldKeys = Options.has(given, DROP_OLD) ? OldKeys.DROP : OldKeys.KEEP;
    try (var desk = Desks.localCredentials(given, console)) {
      var rotation = desk.rotate(oldKeys);
      console.print(
          Options.has(given, Options.JSON) ? Json.write(json(rotation)) : sentence(rotation));
      rotation
          .unreadable()
          .forEach(
              name ->
                  console.say(
                      "noetl: '%s' cannot be read with the keys known here, so it stays as it is"
                          .formatted(name)));
      return rotation.unreadable().isEmpty() ? Exit.DONE : Exit.FAILED;
    }
  }

  private static String sentence(Rotation rotation) {
    var text =
        new StringBuilder()
            .append("the master key is %s; ".formatted(rotation.keyId()))
            .append("%d credentials were put under it".formatted(rotation.rewrapped()));
    if (!rotation.old().isEmpty()) {
      text.append("; kept for reading: ").append(String.join(", ", rotation.old()));
    }
    if (!rotation.dropped().isEmpty()) {
      text.append("; dropped: ").append(String.join(", ", rotation.dropped()));
    }
    return text.toString();
  }

  private static Fields json(Rotation rotation) {
    return Fields.builder()
        .put("key_id", rotation.keyId())
        .put("rewrapped", rotation.rewrapped())
        .put("unreadable", texts(rotation.unreadable()))
        .put("old", texts(rotation.old()))
        .put("dropped", texts(rotation.dropped()))
        .build();
  }
}
