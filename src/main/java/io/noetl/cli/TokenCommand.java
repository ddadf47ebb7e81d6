package io.noetl.cli;

import io.noetl.secret.AccessToken;
import io.noetl.secret.Role;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl token`: makes and revokes the access tokens of a server.
final class TokenCommand implements Command {
  private static final String NAME = "--name";
  private static final String ROLE = "--role";
  private static final String TTL = "--ttl";

  @Override
  public CommandSpec spec() {
    return Options.command("token", "Makes and revokes the access tokens of a server.")
        .addSubcommand("create", Options.line(create()))
        .addSubcommand("list", Options.line(list()))
        .addSubcommand("revoke", Options.line(revoke()));
  }

  private static CommandSpec create() {
    return Options.command("create", "Makes a token and prints it, this once.")
        .addOption(Options.text(NAME, "NAME", "Whose it is, or what for."))
        .addOption(Options.text(ROLE, "ROLE", "viewer, operator, admin or worker."))
        .addOption(Options.text(TTL, "TIME", "How long it is good, such as 30d (default: ever)."))
        .addOption(StorePlace.option())
        .addOption(Options.data())
        .addOption(Options.flag(Options.JSON, "Prints one JSON object."));
  }

  private static CommandSpec list() {
    return Options.command("list", "Lists the tokens, newest first, without what opens.")
        .addOption(StorePlace.option())
        .addOption(Options.data())
        .addOption(Options.json());
  }

  private static CommandSpec revoke() {
    return Options.command("revoke", "Revokes a token for good.")
        .addPositional(Options.operand(0, "ID", "Its id, as noetl token list shows it."))
        .addOption(StorePlace.option())
        .addOption(Options.data());
  }

  @Override
  public int run(ParseResult given, Console console) {
    return switch (given.commandSpec().name()) {
      case "create" -> create(given, console);
      case "list" -> list(given, console);
      case "revoke" -> revoke(given, console);
      default -> throw CommandError.usage("token: choose create, list or revoke");
    };
  }

  private static int create(ParseResult given, Console console) {
    var name = Options.text(given, NAME).strip();
    var role = role(Options.text(given, ROLE));
    var lifetime = lifetime(Options.text(given, TTL));
    if (name.isEmpty()) {
      throw CommandError.usage("token create: say with --name whose token it is");
    }
    try (var desk = Desks.tokens(given, console)) {
      var created = desk.create(name, role, lifetime);
      if (Options.has(given, Options.JSON)) {
        console.print(Json.write(json(created.token()).with("token", Text.of(created.text()))));
      } else {
        console.print(created.text());
        console.say(
            "noetl: token %s for %s (%s); it cannot be shown again"
                .formatted(created.token().id(), name, role));
      }
    } catch (IllegalArgumentException e) {
      throw CommandError.usage("token create: " + e.getMessage());
    }
    return Exit.DONE;
  }

  private static Role role(String word) {
    return Role.of(word.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                CommandError.usage(
                    "--role: expected viewer, operator, admin or worker, found '%s'"
                        .formatted(word)));
  }

  private static Duration lifetime(String text) {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    return Durations.parse(Text.of(text))
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                CommandError.usage(
                    "--ttl: expected a time such as 12h or 30d, found '%s'".formatted(text)));
  }

  private static int list(ParseResult given, Console console) {
    var now = Instant.now();
    var table = new Table("ID", "NAME", "ROLE", "STATE", "CREATED", "EXPIRES");
    try (var desk = Desks.tokens(given, console)) {
      for (var each : desk.list()) {
        if (Options.has(given, Options.JSON)) {
          console.print(Json.write(json(each).with("state", Text.of(state(each, now)))));
        } else {
          table.add(
              each.id(),
              each.name(),
              each.role().word(),
              state(each, now),
              Times.local(each.createdAt()),
              each.expiresAt().equals(Instant.EPOCH) ? "never" : Times.local(each.expiresAt()));
        }
      }
    }
    table.print(console);
    return Exit.DONE;
  }

  private static String state(AccessToken token, Instant now) {
    return token.state(now).name().toLowerCase(Locale.ROOT);
  }

  private static Fields json(AccessToken token) {
    return Fields.builder()
        .put("id", token.id())
        .put("name", token.name())
        .put("role", token.role().word())
        .put("created_at", Times.utc(token.createdAt()))
        .put("expires_at", instant(token.expiresAt()))
        .put("revoked_at", instant(token.revokedAt()))
        .build();
  }

  private static Value instant(Instant at) {
    return at.equals(Instant.EPOCH) ? Null.NULL : Text.of(Times.utc(at));
  }

  private static int revoke(ParseResult given, Console console) {
    var id = Options.operand(given, 0);
    try (var desk = Desks.tokens(given, console)) {
      if (!desk.revoke(id)) {
        throw CommandError.notFound("there is no token '%s' that could be revoked".formatted(id));
      }
    }
    console.say("noetl: revoked the token " + id);
    return Exit.DONE;
  }
}
