package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Runtimes.Part;
import io.noetl.store.Runtimes.Row;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a store knows of the system's parts.
interface RuntimesContract {
  Duration HOUR = Duration.ofHours(1);

  Store store();

  private static Part pool(String name, int capacity) {
    return new Part(
        "worker_pool",
        name,
        "",
        "ready",
        capacity,
        Fields.of("zone", Text.of("eu")),
        Fields.of("pid", Num.of(7)));
  }

  private static Part server(String name) {
    return new Part("server_api", name, "http://x", "ready", 0, Fields.EMPTY, Fields.EMPTY);
  }

  @Test
  default void whatRegisteredIsListed() {
    var before = store().now();

    long id = store().runtimes().register(pool("b", 4));
    store().runtimes().register(pool("a", 1));
    store().runtimes().register(server("s"));

    var all = store().runtimes().list("", HOUR);
    assertThat(all).extracting(Row::part).containsExactly(server("s"), pool("a", 1), pool("b", 4));
    assertThat(store().runtimes().list("server_api", HOUR)).hasSize(1);
    assertThat(store().runtimes().list("broker", HOUR)).isEmpty();
    var row = all.getLast();
    assertThat(row.id()).isEqualTo(id).isPositive();
    assertThat(row.heartbeat()).isBetween(before, store().now());
    assertThat(row.createdAt()).isEqualTo(row.heartbeat()).isEqualTo(row.updatedAt());
  }

  @Test
  default void registeringAgainRenewsTheEntry() {
    long id = store().runtimes().register(pool("a", 1));
    var born = store().runtimes().list("", HOUR).getFirst().createdAt();

    assertThat(store().runtimes().register(pool("a", 8))).isEqualTo(id);

    var row = store().runtimes().list("", HOUR).getFirst();
    assertThat(row.part()).isEqualTo(pool("a", 8));
    assertThat(row.createdAt()).isEqualTo(born);
  }

  @Test
  default void aHeartbeatTellsMoreOrJustThatItIsThere() {
    store().runtimes().register(pool("a", 1));
    var detail = Fields.of("busy", Num.of(3));

    assertThat(store().runtimes().heartbeat("worker_pool", "a", detail)).isTrue();
    assertThat(store().runtimes().heartbeat("worker_pool", "a", Fields.EMPTY)).isTrue();
    assertThat(store().runtimes().heartbeat("worker_pool", "b", detail)).isFalse();
    assertThat(store().runtimes().heartbeat("broker", "a", detail)).isFalse();

    assertThat(store().runtimes().list("", HOUR).getFirst().part().detail()).isEqualTo(detail);
  }

  @Test
  default void aPartThatLeavesIsOfflineUntilItRegistersAgain() {
    store().runtimes().register(pool("a", 1));

    assertThat(store().runtimes().deregister("worker_pool", "a")).isTrue();
    assertThat(store().runtimes().deregister("worker_pool", "b")).isFalse();

    assertThat(status()).isEqualTo("offline");
    assertThat(store().runtimes().heartbeat("worker_pool", "a", Fields.EMPTY)).isFalse();
    assertThat(status()).isEqualTo("offline");
    store().runtimes().register(pool("a", 1));
    assertThat(status()).isEqualTo("ready");
  }

  @Test
  default void aPartThatIsSilentForTooLongIsOffline() {
    store().runtimes().register(pool("a", 1));

    Patience.until(
        () -> store().runtimes().list("", Duration.ofMillis(1)).getFirst().part().status(),
        "offline"::equals);

    assertThat(status()).isEqualTo("ready");
  }

  private String status() {
    return store().runtimes().list("", HOUR).getFirst().part().status();
  }
}
