package io.noetl.server;

import java.time.Duration;
import java.util.Set;

/// Where a server listens and what it allows. `hosts` are further names under which a loopback
/// server may be spoken to, `origins` pages of other origins that may use it. `tokens` says whether
/// callers must show one. `drain` is how long requests may take to end when it stops. `slots` are
/// those of the worker in its process.
public record ServerSettings(
    String name,
    String host,
    int port,
    Tokens tokens,
    Set<String> hosts,
    Set<String> origins,
    Duration drain,
    int slots) {
  /// Whether callers must show a token.
  public enum Tokens {
    /// Beyond loopback only.
    BEYOND_LOOPBACK,
    ALWAYS
  }

  public static final int PORT = 8082;

  public static final ServerSettings DEFAULT =
      new ServerSettings(
          "server",
          "127.0.0.1",
          PORT,
          Tokens.BEYOND_LOOPBACK,
          Set.of(),
          Set.of(),
          Duration.ofSeconds(20),
          0);

  public ServerSettings {
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
  }

  public ServerSettings at(String newHost, int newPort) {
    return new ServerSettings(name, newHost, newPort, tokens, hosts, origins, drain, slots);
  }

  /// The same where it listens at last, if any port would do; a name with the port tells that one.
  ServerSettings on(int actual) {
    var end = ":" + port;
    var stem = name.endsWith(end) ? name.substring(0, name.length() - end.length()) : "";
    var told = stem.isEmpty() ? name : stem + ":" + actual;
    return new ServerSettings(told, host, actual, tokens, hosts, origins, drain, slots);
  }

  public ServerSettings withSlots(int newSlots) {
    return new ServerSettings(name, host, port, tokens, hosts, origins, drain, newSlots);
  }

  public ServerSettings withTokens(Tokens when) {
    return new ServerSettings(name, host, port, when, hosts, origins, drain, slots);
  }
}
