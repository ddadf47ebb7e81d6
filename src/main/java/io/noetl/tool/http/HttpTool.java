package io.noetl.tool.http;

import io.noetl.tool.Auth;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.InstantSource;

/// `type: http`: sends one request, or one for each page of an answer. The result is `{status_code,
/// headers, url, elapsed, data}`; a status of 400 or more fails the step, which keeps that result
/// all the same.
public final class HttpTool implements Tool {
  private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  private final Session.Parts parts;
  private final Surroundings surroundings;

  /// Where a process's requests may go and which way, which files they may send and make, and what
  /// stands in for servers that are not there.
  public record Surroundings(Outbound outbound, Proxies proxies, FileRoot files, Mocks mocks) {
    /// Of those who may send requests anywhere.
    public static Surroundings open() {
      return new Surroundings(Outbound.ANYWHERE, Proxies.NONE, FileRoot.anywhere(), Mocks.NONE);
    }
  }

  public HttpTool(Environment environment, Credentials credentials) {
    this(environment, credentials, Surroundings.open());
  }

  public HttpTool(Environment environment, Credentials credentials, Surroundings surroundings) {
    this(new Auth(environment, credentials), surroundings, InstantSource.system());
  }

  HttpTool(Auth auth, Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    var courier = new Courier(surroundings.outbound(), surroundings.proxies());
    parts = new Session.Parts(auth, courier, new Tokens(courier, clock), surroundings.files());
  }

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public Duration timeoutDefault() {
    return TIMEOUT_DEFAULT;
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    return send(call, watch, Duration.ZERO);
  }

  /// The same for those whose attempt may have no timeout: an answer must begin soon.
  Value runSoon(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    return send(call, watch, TIMEOUT_DEFAULT);
  }

  /// An answer must begin within `limit`, unless that is zero.
  private Value send(ToolCall call, Watch watch, Duration limit)
      throws ToolFailure, InterruptedException {
    long start = System.nanoTime();
    return surroundings
        .mocks()
        .around(call, () -> answered(call, new Session(parts, call, limit, watch), watch, start));
  }

  private Fields answered(ToolCall call, Session session, Watch watch, long start)
      throws ToolFailure, InterruptedException {
    var download = Download.of(call, surroundings.files());
    var rules = Paging.of(call);
    if (rules.isPresent()) {
      if (download.isPresent()) {
        throw ToolFailure.invalid("http_request", "'download' and 'paginate' exclude each other");
      }
      return new Pager(rules.get(), session, watch, start).run(call);
    }
    Exchange.Reader reader =
        download.isPresent()
            ? download.get()
            : (response, body) -> Bodies.read(response.headers(), body, watch);
    return session.send(call).result(reader, watch, start);
  }

  @Override
  public void close() {
    parts.courier().close();
  }
}
