package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.server.ServerSettings;
import io.noetl.tool.http.Outbound;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Where the http steps of a process may go. A system that is one's own has no secrets from one:
/// the guard is for those that others use.
final class OutboundOptions {
  static final String ALLOW = "--http-allow";
  static final String VARIABLE = "NOETL_HTTP_ALLOW";

  private OutboundOptions() {}

  static OptionSpec option() {
    return Options.texts(
        ALLOW,
        "HOST|CIDR",
        "Lets http steps reach this host, address or block (10.0.0.0/8) of a private network; *:"
            + " everything (and those of $"
            + VARIABLE
            + ", with commas).");
  }

  /// For a server: guarded where tokens are needed.
  static Outbound ofServer(ServerSettings settings, ParseResult given, Map<String, String> env) {
    return of(isOwn(settings), given, env);
  }

  /// Nobody else uses the server.
  static boolean isOwn(ServerSettings settings) {
    return settings.tokens() == ServerSettings.Tokens.BEYOND_LOOPBACK
        && isLoopback(settings.host());
  }

  /// Nobody else uses the server that a worker works for.
  static boolean isOwn(Link.Address server) {
    return isLoopback(server.uri().getHost());
  }

  /// For a worker: guarded where its server is another machine's.
  static Outbound ofWorker(Link.Address server, ParseResult given, Map<String, String> env) {
    return of(isOwn(server), given, env);
  }

  private static Outbound of(boolean isOwn, ParseResult given, Map<String, String> env) {
    var allowed = new ArrayList<>(given.matchedOptionValue(ALLOW, List.<String>of()));
    Stream.of(env.getOrDefault(VARIABLE, "").split(",", -1))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .forEach(allowed::add);
    try {
      return isOwn ? Outbound.ANYWHERE : Outbound.guarded(allowed);
    } catch (IllegalArgumentException e) {
      throw CommandError.usage("%s: %s".formatted(ALLOW, e.getMessage()));
    }
  }

  /// What has no address is no loopback: the stricter answer is the safe one.
  private static boolean isLoopback(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
