package io.noetl.cli;

import io.noetl.client.Link;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Where a command goes: to the data directory of this machine, or to a server.
sealed interface Target {
  String SERVER = "--server";
  String HOST = "--host";
  String PORT = "--port";
  String TOKEN_FILE = "--token-file";

  /// The server's address, for all commands.
  String URL_VARIABLE = "NOETL_SERVER_URL";

  String TOKEN_VARIABLE = "NOETL_TOKEN";
  String HOST_DEFAULT = "localhost";
  int PORT_DEFAULT = 8082;

  /// What is on this machine.
  record Directory(Path path) implements Target {}

  /// A server, which may be on this machine as well.
  record Elsewhere(Link.Address address) implements Target {}

  /// Adds the options that name a target.
  static CommandSpec options(CommandSpec spec) {
    return serverOptions(spec).addOption(Options.data());
  }

  /// Adds those that name a server.
  static CommandSpec serverOptions(CommandSpec spec) {
    return spec.addOption(
            Options.text(SERVER, "URL", "Goes to this server (default: $NOETL_SERVER_URL)."))
        .addOption(Options.text(HOST, "HOST", "Goes to the server on this host (localhost)."))
        .addOption(
            OptionSpec.builder("-p", PORT)
                .arity("1")
                .type(int.class)
                .paramLabel("PORT")
                .description("Goes to the server at this port (8082).")
                .build())
        .addOption(
            Options.text(
                TOKEN_FILE, "FILE", "The file with the access token (default: $NOETL_TOKEN)."));
  }

  /// What the options say; else the server of the environment; else the data directory.
  static Target of(ParseResult given, Map<String, String> env) {
    var url = named(given);
    boolean isHere = DataDirectory.isNamed(given);
    if (isHere && !url.isEmpty()) {
      throw CommandError.usage("choose a server or a data directory: both are named");
    }
    var server = url.isEmpty() && !isHere ? fromEnvironment(env) : url;
    return server.isEmpty()
        ? new Directory(DataDirectory.of(given, env))
        : new Elsewhere(address(server, given, env));
  }

  /// The same for a command that needs a server: without any named it is the usual one.
  static Link.Address server(ParseResult given, Map<String, String> env) {
    var url = named(given);
    var server = url.isEmpty() ? fromEnvironment(env) : url;
    return address(server.isEmpty() ? url(HOST_DEFAULT, PORT_DEFAULT) : server, given, env);
  }

  /// Whether anybody has said which server is meant.
  static boolean isServerNamed(ParseResult given, Map<String, String> env) {
    return !named(given).isEmpty() || !fromEnvironment(env).isEmpty();
  }

  private static String fromEnvironment(Map<String, String> env) {
    return env.getOrDefault(URL_VARIABLE, "").strip();
  }

  /// The server that the options name; empty if they name none.
  private static String named(ParseResult given) {
    boolean isParts = Options.has(given, HOST) || Options.has(given, PORT);
    if (Options.has(given, SERVER) && isParts) {
      throw CommandError.usage("--server has the host and the port: leave the others out");
    }
    if (!isParts) {
      return Options.text(given, SERVER);
    }
    int port = given.matchedOptionValue(PORT, PORT_DEFAULT);
    if (port < 1 || port > 65_535) {
      throw CommandError.usage("--port: expected a number from 1 to 65535, found " + port);
    }
    return url(given.matchedOptionValue(HOST, HOST_DEFAULT), port);
  }

  private static String url(String host, int port) {
    boolean isBare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return "http://%s:%d".formatted(isBare ? "[" + host + "]" : host, port);
  }

  private static Link.Address address(String url, ParseResult given, Map<String, String> env) {
    try {
      return Link.Address.of(url, token(given, env));
    } catch (IllegalArgumentException e) {
      throw CommandError.usage("the server's address: " + e.getMessage());
    }
  }

  /// A token that is none is not repeated in the message: it may be another secret.
  private static String token(ParseResult given, Map<String, String> env) {
    var file = Options.text(given, TOKEN_FILE);
    var token =
        file.isEmpty()
            ? env.getOrDefault(TOKEN_VARIABLE, "").strip()
            : TextFiles.read(TextFiles.path(file)).strip();
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw CommandError.usage(
          "%s: expected one access token such as noetl token create prints"
              .formatted(file.isEmpty() ? TOKEN_VARIABLE : file));
    }
    return token;
  }
}
