package io.noetl.tool.http;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// The HTTP clients of a process: one for each proxy, and one for those who need none. Each is made
/// when it is first needed, since making one takes longer than a small request.
final class Clients implements AutoCloseable {
  /// More proxies than a process has; the client not used for longest goes, when its requests end.
  private static final int KEPT_MAX = 8;

  private final boolean isGuarded;
  private final Duration connecting;
  private final SequencedMap<Optional<Proxies.Server>, HttpClient> made =
      new LinkedHashMap<>(KEPT_MAX * 2, 0.75f, true);

  /// Those of a guarded process use no proxy of the JVM's settings either.
  Clients(boolean isGuarded, Duration connecting) {
    this.isGuarded = isGuarded;
    this.connecting = connecting;
  }

  synchronized HttpClient of(Optional<Proxies.Server> proxy) {
    var client = made.computeIfAbsent(proxy, this::make);
    if (made.size() > KEPT_MAX) {
      made.pollFirstEntry().getValue().shutdown();
    }
    return client;
  }

  /// No new request goes to `client`: it keeps connections on which nothing sensible was said. They
  /// close when the last of its requests has ended and nobody knows it any more; to shut it down
  /// could hit one that is just about to be sent.
  synchronized void giveUp(Optional<Proxies.Server> proxy, HttpClient client) {
    made.remove(proxy, client);
  }

  private HttpClient make(Optional<Proxies.Server> proxy) {
    var builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connecting);
    if (isGuarded) {
      builder.proxy(HttpClient.Builder.NO_PROXY);
    }
    proxy.ifPresent(
        it -> builder.proxy(ProxySelector.of(new InetSocketAddress(it.host(), it.port()))));
    return builder.build();
  }

  @Override
  public synchronized void close() {
    made.values().forEach(HttpClient::shutdownNow);
  }
}
