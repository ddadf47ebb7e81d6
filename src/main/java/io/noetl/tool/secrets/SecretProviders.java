package io.noetl.tool.secrets;

import io.noetl.tool.Providers;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All who keep secrets, asked by the word under `provider`. What they answer is remembered for a
/// moment, in memory only: the items of an iterator ask once, not each for itself.
public final class SecretProviders implements Providers {
  /// A secret that was changed is seen after this time at the latest.
  private static final Duration KEPT = Duration.ofSeconds(30);

  /// More than the playbooks of a worker name; the one not used for longest goes.
  private static final int KEPT_MAX = 500;

  /// A part of a secret that is shorter may stand anywhere by chance.
  private static final int LINE_MIN = 16;

  private final Map<String, String> variables;
  private final InstantSource clock;
  private final Duration timeout;
  private final SequencedMap<Wanted, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Keepers made;

  /// What is remembered of one secret; whoever holds the lock may ask for it.
  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private Secret secret = new Secret("", "");
    private Instant staleAt = Instant.EPOCH;
  }

  /// Those that `variables`, the environment of this process, tell of.
  public static SecretProviders of(Map<String, String> variables) {
    return new SecretProviders(variables, InstantSource.system(), Wire.TIMEOUT);
  }

  SecretProviders(Map<String, String> variables, InstantSource clock, Duration timeout) {
    this.variables = Map.copyOf(variables);
    this.clock = clock;
    this.timeout = timeout;
  }

  @Override
  public Secret read(Wanted wanted, Watch watch) throws ToolFailure, InterruptedException {
    var secret = remembered(wanted);
    hide(secret.value(), watch);
    var field = wanted.text("field");
    return field.isEmpty() ? secret : new Secret(field(wanted, field, secret), secret.version());
  }

  private Secret remembered(Wanted wanted) throws ToolFailure, InterruptedException {
    var keeper = keepers().find(wanted.provider());
    if (keeper.isEmpty()) {
      throw Refused.invalid(
          "'provider: %s' is none of env, file, vault, google, aws, azure"
              .formatted(wanted.provider()));
    }
    if (wanted.name().isEmpty()) {
      throw Refused.invalid("a secret needs 'secret_name', the name that its provider knows");
    }
    var slot = slot(new Wanted(wanted.keys().without("field")));
    slot.lock.lockInterruptibly();
    try {
      if (!clock.instant().isBefore(slot.staleAt)) {
        slot.secret = keeper.get().read(wanted);
        slot.staleAt = clock.instant().plus(KEPT);
      }
      return slot.secret;
    } finally {
      slot.lock.unlock();
    }
  }

  private Slot slot(Wanted wanted) {
    synchronized (slots) {
      var slot = slots.computeIfAbsent(wanted, _ -> new Slot());
      if (slots.size() > KEPT_MAX) {
        slots.pollFirstEntry();
      }
      return slot;
    }
  }

  private static String field(Wanted wanted, String field, Secret secret) throws ToolFailure {
    var value = secret.fields().get(field);
    if (value == Null.NULL) {
      throw Refused.invalid("the secret '%s' has no field '%s'".formatted(wanted.name(), field));
    }
    return value instanceof Text(var text) ? text : Json.write(value);
  }

  /// The whole, the fields that it has, and the lines of a key: each may be used by itself.
  private static void hide(String secret, Watch watch) {
    watch.hide(secret);
    var fields = new Secret(secret, "").fields();
    if (!fields.has("value") || fields.size() > 1) {
      fields.forEach((_, value) -> hide(value, watch));
    }
    if (secret.contains("\n")) {
      secret.lines().filter(line -> line.length() >= LINE_MIN).forEach(watch::hide);
    }
  }

  private static void hide(io.noetl.value.Value value, Watch watch) {
    switch (value) {
      case Text(var text) -> {
        watch.hide(text);
        text.lines().filter(line -> line.length() >= LINE_MIN).forEach(watch::hide);
      }
      case Fields nested -> nested.forEach((_, each) -> hide(each, watch));
      case io.noetl.value.Num number -> watch.hide(Json.write(number));
      default -> {}
    }
  }

  /// Made when the first secret is asked for: most playbooks ask for none.
  private synchronized Keepers keepers() {
    if (made == null) {
      made = Keepers.of(variables, clock, timeout);
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
  }
}
