package io.noetl.server;

import io.noetl.engine.Playbooks;
import io.noetl.job.Job;
import io.noetl.secret.AccessToken;
import io.noetl.secret.AccessTokens;
import io.noetl.secret.Keychain;
import io.noetl.server.api.Api;
import io.noetl.server.api.Operations;
import io.noetl.server.api.Parts;
import io.noetl.server.http.Door;
import io.noetl.server.http.Guard;
import io.noetl.server.http.Meters;
import io.noetl.server.http.Pages;
import io.noetl.server.http.Sessions;
import io.noetl.server.http.Traffic;
import io.noetl.store.Runtimes;
import io.noetl.store.Store;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server: the API, live streams, and the web interface's files.
///
/// It owns none of what it is given: whoever started it closes engine and store after it has
/// stopped.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final String UI = "/ui";

  private final ServerSettings settings;
  private final Traffic traffic = new Traffic();
  private final Api api;
  private final Door door;
  private final Given given;
  private Optional<Presence> presence = Optional.empty();
  private int port;
  private boolean isClosed;

  /// What it works with. `version` is that of the program.
  public record Given(
      Store store,
      Playbooks playbooks,
      Operations operations,
      Keychain keychain,
      AccessTokens tokens,
      InstantSource clock,
      String version) {}

  /// It would be open to everybody.
  public static final class Unsafe extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsafe(String message) {
      super(message);
    }
  }

  /// Throws [Unsafe] if it would listen beyond this machine without tokens.
  public Server(ServerSettings settings, Given given) {
    this.settings = settings;
    this.given = given;
    boolean isOpen = isOpen(settings);
    if (!isOpen && !hasTokens(given)) {
      throw new Unsafe(
          "a server on %s needs tokens, and there are none: make one with `noetl token create"
                  .formatted(settings.host())
              + " --name NAME --role admin` and the same --data or --db, or listen on 127.0.0.1");
    }
    var sessions = new Sessions(given.tokens(), given.keychain(), given.clock());
    var meters = new Meters();
    api =
        new Api(
            new Parts(
                given.store(),
                given.playbooks(),
                given.operations(),
                given.keychain(),
                sessions,
                traffic,
                meters,
                given.clock(),
                given.version()));
    var rules = new Guard.Rules(isOpen, settings.hosts(), settings.origins());
    var guard = new Guard(rules, given.tokens(), sessions);
    door =
        new Door(
            new Door.Place(settings.host(), settings.port()),
            new Door.Parts(api.routes(), guard, new Pages(UI), traffic, meters));
  }

  private static boolean hasTokens(Given given) {
    var now = given.clock().instant();
    return given.tokens().list().stream()
        .anyMatch(token -> token.state(now) == AccessToken.State.ACTIVE);
  }

  private static boolean isOpen(ServerSettings settings) {
    try {
      return settings.tokens() == ServerSettings.Tokens.BEYOND_LOOPBACK
          && InetAddress.getByName(settings.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address is known for host " + settings.host(), e);
    }
  }

  private static Runtimes.Part part(ServerSettings settings, Given given) {
    var detail =
        Fields.builder()
            .put("pid", ProcessHandle.current().pid())
            .put("version", given.version())
            .put("engine", given.operations().incarnation())
            .put("pool", settings.slots() == 0 ? Null.NULL : Text.of(Job.POOL_DEFAULT))
            .build();
    return new Runtimes.Part(
        "server_api",
        settings.name(),
        "http://%s:%d".formatted(settings.host(), settings.port()),
        "ready",
        settings.slots(),
        Fields.EMPTY,
        detail);
  }

  /// Listens from now on; the port that it got.
  public int start() {
    port = door.open();
    var self = new Presence(given.store().runtimes(), part(settings.on(port), given));
    presence = Optional.of(self);
    self.begin();
    LOG.info("event=server_started host={} port={}", settings.host(), port);
    return port;
  }

  public int port() {
    return port;
  }

  /// The table of routes, for those who check it.
  public Api api() {
    return api;
  }

  /// Ends gracefully, as the settings say; see [#stop].
  @Override
  public void close() {
    stop(settings.drain());
  }

  /// Says that it is not ready, gives out no more jobs, lets requests end for as long as `drain`,
  /// then closes the door. A second call does nothing.
  public void stop(Duration drain) {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    LOG.info("event=server_stopping port={}", port);
    traffic.leave();
    try {
      if (!traffic.drain(drain)) {
        LOG.warn("event=server_impatient port={} drain={}", port, drain);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    presence.ifPresent(Presence::close);
    door.close();
    LOG.info("event=server_stopped port={}", port);
  }
}
