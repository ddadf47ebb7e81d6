package io.noetl.tool.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The names of this process: those that are settled stand for the addresses that were checked, the
/// others for what the system says.
///
/// `java.net.http` asks for a host's address by itself when it connects, and nothing lets it be
/// told one. So the JVM's own resolver is told: while a request is under way, the name of its host
/// leads nowhere but to addresses that the guard has seen (docs/decisions/0017). The JVM makes this
/// object, once; therefore what is settled belongs to the process.
public final class SettledNames extends InetAddressResolverProvider {
  private static final Directory DIRECTORY = new Directory();

  /// What the JVM asks the system for, if it is not told otherwise.
  private static final LookupPolicy BOTH =
      LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6 | LookupPolicy.IPV4_FIRST);

  /// For the JVM, which finds it as a service.
  public SettledNames() {}

  static Directory directory() {
    return DIRECTORY;
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    var system = configuration.builtinResolver();
    DIRECTORY.system = Optional.of(system);
    return new Resolver(system);
  }

  @Override
  public String name() {
    return "settled names";
  }

  private record Resolver(InetAddressResolver system) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      var settled = DIRECTORY.settled(host);
      return settled.isEmpty() ? system.lookupByName(host, policy) : settled.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return system.lookupByAddress(address);
    }
  }

  /// What is settled, and by how many requests.
  static final class Directory {
    /// A name with a reserved ending, so nobody else's.
    private static final String PROBE = "settled.noetl.invalid";

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile Optional<InetAddressResolver> system = Optional.empty();

    private record Entry(List<InetAddress> addresses, int users) {}

    private Directory() {}

    private List<InetAddress> settled(String host) {
      var entry = entries.get(key(host));
      return entry == null ? List.of() : entry.addresses();
    }

    /// The last one who settles a name counts: all that ever stood there has been checked, and a
    /// host that is asked all the time must be able to move.
    void settle(String host, List<InetAddress> addresses) {
      entries.compute(
          key(host),
          (_, entry) -> new Entry(List.copyOf(addresses), entry == null ? 1 : entry.users() + 1));
    }

    void release(String host) {
      entries.computeIfPresent(
          key(host),
          (_, entry) ->
              entry.users() == 1 ? null : new Entry(entry.addresses(), entry.users() - 1));
    }

    private static String key(String host) {
      return host.toLowerCase(Locale.ROOT);
    }

    /// What the system says now; neither what is settled nor what the JVM remembers.
    List<InetAddress> ask(String host) throws UnknownHostException {
      try (var found = system.orElseThrow().lookupByName(host, BOTH)) {
        return found.toList();
      }
    }

    /// Makes sure that the JVM asks here; a guard that nobody asks would be none.
    void prove() {
      var address = Block.literal("192.0.2.1").orElseThrow();
      settle(PROBE, List.of(address));
      try {
        var found = List.of(InetAddress.getAllByName(PROBE));
        if (found.equals(List.of(address)) && system.isPresent()) {
          return;
        }
      } catch (UnknownHostException _) {
        // The same answer as for another address.
      } finally {
        release(PROBE);
      }
      throw new IllegalStateException(
          "requests cannot be guarded: this JVM resolves names without io.noetl.tool.http"
              + " (META-INF/services is missing from the class path)");
    }
  }
}
