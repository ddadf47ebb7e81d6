package io.noetl.store.postgres;

import java.time.Duration;

/// How a [PostgresStore] reaches and uses its database. `url` is of JDBC and may name several
/// hosts: `jdbc:postgresql://a,b/noetl?targetServerType=primary`. `user` and `password` may be
/// empty where the URL or the server need none.
public record Settings(
    String url,
    String user,
    String password,
    Pool pool,
    Pulse pulse,
    Duration patience,
    Upkeep upkeep) {

  /// `connections` bounds what this process opens (one more listens for news); `writers` is how
  /// many batches it may commit at once.
  public record Pool(int connections, int writers) {
    /// Two that write: while one batch is being flushed to the disk the next one is sent.
    public static final Pool DEFAULT = new Pool(10, 2);

    public Pool {
      if (writers < 1 || connections <= writers) {
        throw new IllegalArgumentException(
            "%d writers need more connections than %d".formatted(writers, connections));
      }
    }
  }

  /// An engine is heard of each `period`, and is gone when it has been silent for `missedAfter`.
  public record Pulse(Duration period, Duration missedAfter) {
    public static final Pulse DEFAULT = new Pulse(Duration.ofSeconds(2), Duration.ofSeconds(8));

    public Pulse {
      if (!period.isPositive() || missedAfter.compareTo(period.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException(
            "one late heartbeat must not be a missed one: %s, %s".formatted(period, missedAfter));
      }
    }
  }

  /// What to do with a database whose schema is behind.
  public enum Upkeep {
    /// Bring it up to date; this needs the rights of its owner.
    MIGRATE,
    /// Refuse, and say how to bring it up to date.
    CHECK
  }

  /// How long reads and writes are tried again while the database is away: a restart or a fail-over
  /// that is done by then is not noticed by anybody.
  public static final Duration PATIENCE_DEFAULT = Duration.ofSeconds(10);

  public static Settings of(String url, String user, String password) {
    return new Settings(
        url, user, password, Pool.DEFAULT, Pulse.DEFAULT, PATIENCE_DEFAULT, Upkeep.MIGRATE);
  }

  public Settings with(Upkeep newUpkeep) {
    return new Settings(url, user, password, pool, pulse, patience, newUpkeep);
  }

  public Settings with(Pulse newPulse) {
    return new Settings(url, user, password, pool, newPulse, patience, upkeep);
  }

  public Settings with(Pool newPool) {
    return new Settings(url, user, password, newPool, pulse, patience, upkeep);
  }

  public Settings patient(Duration newPatience) {
    return new Settings(url, user, password, pool, pulse, newPatience, upkeep);
  }

  /// The URL without what may be secret in it.
  public String place() {
    int parameters = url.indexOf('?');
    var bare = parameters < 0 ? url : url.substring(0, parameters);
    return bare.replaceFirst("//[^/@]*@", "//");
  }

  @Override
  public String toString() {
    return "Settings[" + place() + ", " + user + "]";
  }
}
