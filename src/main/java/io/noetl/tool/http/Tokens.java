package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The tokens that were fetched for grants, kept until shortly before they expire. Of many steps
/// that need the same one, one fetches it.
final class Tokens {
  /// More than a worker's playbooks have credentials; the one not used for longest goes.
  private static final int KEPT_MAX = 200;

  /// A token must outlast the request that it goes with, and clocks differ.
  private static final Duration MARGIN_MAX = Duration.ofSeconds(30);

  /// For servers that do not say how long.
  private static final int SECONDS_DEFAULT = 300;

  private static final int SECONDS_MAX = 86_400;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;
  private static final String NONE = "";

  private final Courier courier;
  private final InstantSource clock;
  private final SequencedMap<Grant, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  /// One grant's token; whoever holds the lock may fetch it.
  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private String token = NONE;
    private Instant staleAt = Instant.EPOCH;
  }

  Tokens(Courier courier, InstantSource clock) {
    this.courier = courier;
    this.clock = clock;
  }

  /// A token that is good for now. One equal to `refused` is not given again.
  String find(Grant grant, String refused, Watch watch) throws ToolFailure, InterruptedException {
    var slot = slot(grant);
    slot.lock.lockInterruptibly();
    try {
      boolean isGood =
          !slot.token.equals(NONE)
              && !slot.token.equals(refused)
              && clock.instant().isBefore(slot.staleAt);
      if (!isGood) {
        fetch(grant, slot, watch);
      }
      watch.hide(slot.token);
      return slot.token;
    } finally {
      slot.lock.unlock();
    }
  }

  private Slot slot(Grant grant) {
    synchronized (slots) {
      var slot = slots.computeIfAbsent(grant, _ -> new Slot());
      if (slots.size() > KEPT_MAX) {
        slots.pollFirstEntry();
      }
      return slot;
    }
  }

  private void fetch(Grant grant, Slot slot, Watch watch) throws ToolFailure, InterruptedException {
    slot.token = NONE;
    var asked = clock.instant();
    var request = grant.request();
    var response = courier.send(request, Set.of(), Courier.Manner.PLAIN);
    var answer = answer(request, response, watch);
    if (!(answer.get("access_token") instanceof Text(var token)) || token.isBlank()) {
      throw ToolFailure.error("auth", "%s gave no access_token".formatted(grant.endpoint()));
    }
    var life = Duration.ofSeconds(seconds(answer));
    var tenth = life.dividedBy(10);
    var margin = tenth.compareTo(MARGIN_MAX) < 0 ? tenth : MARGIN_MAX;
    slot.token = token;
    slot.staleAt = asked.plus(life).minus(margin);
  }

  private static Fields answer(HttpRequest request, HttpResponse<InputStream> response, Watch watch)
      throws ToolFailure {
    try (var body = response.body();
        var _ = watch.onStop(() -> Courier.closeQuietly(body))) {
      var data = Bodies.read(response.headers(), body, watch).get("data");
      var answer = data instanceof Fields fields ? fields : Fields.EMPTY;
      if (response.statusCode() == 200) {
        return answer;
      }
      throw refused(request, response.statusCode(), answer);
    } catch (IOException e) {
      throw Courier.failed(request, e);
    }
  }

  /// Only the words that the standard has for it are repeated: a server may echo what it was sent.
  private static ToolFailure refused(HttpRequest request, int status, Fields answer) {
    var error = answer.get("error") instanceof Text(var word) ? ": " + word : "";
    var message = "no token from %s: HTTP %d%s".formatted(request.uri(), status, error);
    return status >= SERVER_ERROR || status == TOO_MANY
        ? ToolFailure.error("auth", message)
        : ToolFailure.invalid("auth", message);
  }

  private static long seconds(Fields answer) {
    long given =
        switch (answer.get("expires_in")) {
          case Num.Int(var seconds) -> seconds;
          case Text(var digits) when digits.matches("\\d{1,9}") -> Long.parseLong(digits);
          default -> SECONDS_DEFAULT;
        };
    return Math.clamp(given, 0, SECONDS_MAX);
  }
}
