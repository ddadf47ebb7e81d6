package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where requests may go. On a shared system nobody may reach, by a playbook of theirs, what only
/// this machine reaches: its own ports, its network, the cloud's metadata.
public final class Outbound {
  /// For those who could send the request themselves.
  public static final Outbound ANYWHERE = new Outbound(Reach.ANYWHERE, List.of(), _ -> List.of());

  private static final String ALL = "*";

  private final Reach reach;
  private final List<Block> blocks = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Lookup lookup;

  private enum Reach {
    ANYWHERE,
    PUBLIC
  }

  /// Tells the addresses of a host.
  interface Lookup {
    List<InetAddress> ask(String host) throws UnknownHostException;
  }

  /// A leave to send one request; the host's addresses are settled until it is closed.
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  private Outbound(Reach reach, List<String> allowed, Lookup lookup) {
    this.reach = reach;
    this.lookup = lookup;
    for (var each : allowed) {
      Block.of(each).ifPresentOrElse(blocks::add, () -> names.add(name(each)));
    }
  }

  /// The public internet, and besides what `allowed` names: hosts, addresses, blocks
  /// (`10.0.0.0/8`); `*` is everything. Throws IllegalArgumentException for what is none of these.
  public static Outbound guarded(List<String> allowed) {
    if (allowed.contains(ALL)) {
      return ANYWHERE;
    }
    var outbound = guarded(allowed, SettledNames.directory()::ask);
    SettledNames.directory().prove();
    return outbound;
  }

  static Outbound guarded(List<String> allowed, Lookup lookup) {
    return new Outbound(Reach.PUBLIC, allowed, lookup);
  }

  private static String name(String text) {
    if (text.isBlank() || text.chars().anyMatch(c -> c <= ' ' || "/:*@".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "expected a host, an address or a block such as 10.0.0.0/8, found '%s'".formatted(text));
    }
    return plain(text);
  }

  /// A name without the dot that may end it.
  private static String plain(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  public boolean isGuarded() {
    return reach == Reach.PUBLIC;
  }

  /// Lets a request to `uri` pass, or throws. It must be sent before the pass is closed.
  Pass pass(URI uri) throws UnknownHostException, ToolFailure {
    var host = uri.getHost();
    if (!isGuarded() || names.contains(plain(host))) {
      return () -> {};
    }
    var literal = Block.literal(host);
    if (literal.isPresent()) {
      check(host, literal.get());
      return () -> {};
    }
    var addresses = lookup.ask(host);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    for (var address : addresses) {
      check(host, address);
    }
    return settled(host, addresses);
  }

  /// What the JVM remembers of the name from before is looked at as well: from now on it can learn
  /// nothing but what was checked.
  private Pass settled(String host, List<InetAddress> addresses)
      throws UnknownHostException, ToolFailure {
    var directory = SettledNames.directory();
    directory.settle(host, addresses);
    Pass pass = () -> directory.release(host);
    try {
      for (var address : InetAddress.getAllByName(host)) {
        check(host, address);
      }
      return pass;
    } catch (UnknownHostException | ToolFailure e) {
      pass.close();
      throw e;
    }
  }

  private void check(String host, InetAddress address) throws ToolFailure {
    Optional<String> territory = Territory.of(address);
    if (territory.isPresent() && blocks.stream().noneMatch(it -> it.contains(address))) {
      throw refused(host, address.getHostAddress(), territory.get());
    }
  }

  private static ToolFailure refused(String host, String address, String territory) {
    boolean isName = Block.literal(host).isEmpty();
    var what = isName ? address : "it";
    return ToolFailure.invalid(
        "http_refused",
        ("requests to %s are refused here: %s is a %s address; --http-allow %s, or"
                + " NOETL_HTTP_ALLOW, allows it where the worker or server starts")
            .formatted(host, what, territory, isName ? host : address));
  }
}
