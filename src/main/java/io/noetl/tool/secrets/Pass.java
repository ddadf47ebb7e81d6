package io.noetl.tool.secrets;

import io.noetl.tool.ToolFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/// A token that opens a provider, fetched when it is needed and kept until shortly before it
/// expires. Of many who need it at once, one fetches it.
final class Pass {
  private static final Duration MARGIN_MAX = Duration.ofMinutes(1);

  private final Source source;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private String token = "";
  private Instant staleAt = Instant.EPOCH;

  /// Where it is had.
  @FunctionalInterface
  interface Source {
    Fresh fetch() throws ToolFailure, InterruptedException;
  }

  /// A new token, and for how long it is good; zero if it is to be fetched each time.
  record Fresh(String token, Duration life) {
    @Override
    public String toString() {
      return "Fresh[" + life + "]";
    }
  }

  Pass(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// A good token; one equal to `refused` is not given again if there is another.
  String token(String refused) throws ToolFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (token.isEmpty() || token.equals(refused) || !clock.instant().isBefore(staleAt)) {
        var fresh = source.fetch();
        token = fresh.token();
        staleAt = clock.instant().plus(fresh.life()).minus(margin(fresh.life()));
      }
      return token;
    } finally {
      lock.unlock();
    }
  }

  private static Duration margin(Duration life) {
    var tenth = life.dividedBy(10);
    return tenth.compareTo(MARGIN_MAX) < 0 ? tenth : MARGIN_MAX;
  }
}
