package io.noetl.client;

import io.noetl.job.JobSource.Held;
import io.noetl.job.wire.JobWire;
import io.noetl.job.wire.Protocol;
import io.noetl.tool.Credentials;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The credentials of a server elsewhere, which it gives only for a job that this worker holds.
/// They are kept for a few seconds, so that an iterator does not ask for each item.
public final class RemoteCredentials implements Credentials {
  private static final String CODE = "credential_unavailable";
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final int NOT_FOUND = 404;

  private final Link link;
  private final String worker;
  private final Map<Wish, Kept> kept = new ConcurrentHashMap<>();

  private record Wish(String name, Held job) {}

  private record Kept(Fields fields, long until) {}

  public RemoteCredentials(Link link, String worker) {
    this.link = link;
    this.worker = worker;
  }

  @Override
  public Optional<Fields> find(String name, Held job) throws ToolFailure {
    long now = System.nanoTime();
    kept.values().removeIf(it -> it.until() - now < 0);
    var wish = new Wish(name, job);
    var known = kept.get(wish);
    if (known != null) {
      return Optional.of(known.fields());
    }
    var asked = ask(wish);
    asked.ifPresent(fields -> kept.put(wish, new Kept(fields, now + KEPT.toNanos())));
    return asked;
  }

  private Optional<Fields> ask(Wish wish) throws ToolFailure {
    var message =
        Fields.builder()
            .put("worker", worker)
            .putAll(JobWire.toFields(wish.job()))
            .put("name", wish.name())
            .build();
    try {
      var answer = link.post(Locator.of(Protocol.CREDENTIAL), message);
      return answer.get("data") instanceof Fields data ? Optional.of(data) : Optional.empty();
    } catch (Problem e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable(wish, e.message());
    } catch (Unreachable e) {
      throw unavailable(wish, e.message());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(wish, "interrupted");
    }
  }

  /// An error that another attempt may not meet.
  private static ToolFailure unavailable(Wish wish, String reason) {
    return ToolFailure.error(
        CODE, "the credential '%s' cannot be had now: %s".formatted(wish.name(), reason));
  }

  @Override
  public String hint() {
    return ": see noetl credential list, and add it with noetl credential register";
  }
}
