package io.noetl.tool.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`), and the hosts
/// that are reached without one (`NO_PROXY`).
public final class Proxies {
  /// For those who say nothing of proxies.
  public static final Proxies NONE = new Proxies(Map.of());

  private final Map<String, String> variables;
  private final List<String> direct;

  /// A proxy, and with what one logs in there; `login` is empty if with nothing.
  record Server(String host, int port, String login) {
    private static final int PORT_DEFAULT = 3128;

    /// Throws IllegalArgumentException for what is no proxy that can be used.
    static Server of(String text) {
      var uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        throw new IllegalArgumentException("expected http://host:port");
      }
      var user = uri.getRawUserInfo();
      return new Server(
          uri.getHost(),
          uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
          user == null ? "" : basic(user));
    }

    private static String basic(String user) {
      var plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /// Without its login.
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  private Proxies(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
    direct =
        Stream.of(first("NO_PROXY", "no_proxy").split(",", -1))
            .map(each -> each.strip().toLowerCase(Locale.ROOT))
            .filter(each -> !each.isEmpty())
            .toList();
  }

  /// Those that the environment names.
  public static Proxies of(Map<String, String> environment) {
    return new Proxies(environment);
  }

  private String first(String... names) {
    return Stream.of(names)
        .map(name -> variables.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// The proxy on the way to `uri`; empty for none. Throws IllegalArgumentException if that is no
  /// proxy that can be used.
  Optional<Server> on(URI uri) {
    var named =
        "https".equalsIgnoreCase(uri.getScheme())
            ? first("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
            : first("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy");
    return named.isEmpty() || isDirect(uri) ? Optional.empty() : Optional.of(Server.of(named));
  }

  private boolean isDirect(URI uri) {
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    var address = Block.literal(host);
    if (host.equals("localhost") || address.filter(InetAddress::isLoopbackAddress).isPresent()) {
      return true;
    }
    return direct.stream()
        .anyMatch(
            each ->
                each.equals("*")
                    || each.equals(host)
                    || each.equals(host + ":" + uri.getPort())
                    || (address.isEmpty() && host.endsWith(suffix(each)))
                    || address.filter(it -> contains(each, it)).isPresent());
  }

  /// `example.org`, `.example.org` and `*.example.org` all stand for what is below it.
  private static String suffix(String named) {
    var plain = named.startsWith("*") ? named.substring(1) : named;
    return plain.startsWith(".") ? plain : "." + plain;
  }

  private static boolean contains(String named, InetAddress address) {
    return Block.of(named).filter(block -> block.contains(address)).isPresent();
  }
}
