package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.Pruner;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A request that comes again under its key makes no second execution.
@Timeout(120)
class IdempotencyTest {
  private final Served served = Served.open();

  @BeforeEach
  void register() throws Exception {
    served.register(Served.THREE);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void theSameIdempotencyKeyStartsNothingNew() throws Exception {
    var first = served.start("Idempotency-Key", "k1");
    var again = served.start("Idempotency-Key", "k1");
    var other =
        served.post(
            "/api/execute",
            "{\"path\": \"three\", \"payload\": {\"n\": 2}}",
            "Idempotency-Key",
            "k1");

    assertThat(again).isEqualTo(first);
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("idempotency-key-reused");
    assertThat(served.start("Idempotency-Key", "k2")).isNotEqualTo(first);
  }

  /// An hour from now the execution is old; its key is good as long as it is kept.
  @Test
  void anIdempotencyKeyIsFreeWhenItsExecutionWasPruned() throws Exception {
    var first = served.start("Idempotency-Key", "k3");
    served.end(first);
    new Pruner(served.store, 10).prune(served.store.now().plus(Duration.ofHours(1)));
    assertThat(served.get("/api/executions/" + first).statusCode()).isEqualTo(404);

    var second = served.start("Idempotency-Key", "k3");

    assertThat(second).isNotEqualTo(first);
    assertThat(served.start("Idempotency-Key", "k3")).isEqualTo(second);
  }

  @Test
  void theSameIdempotencyKeyDoesAnExecutionAgainOnce() throws Exception {
    var id = served.start();
    var other = served.start();
    served.end(id);
    served.end(other);
    var path = "/api/executions/" + id + "/retry";
    var first = served.post(path, Fields.EMPTY, "Idempotency-Key", "r1");
    var second = served.post(path, Fields.EMPTY, "Idempotency-Key", "r1");
    var anew = served.tell(path, Fields.EMPTY, "Idempotency-Key", "r2");

    var again = Served.text(Served.good(first), "execution_id");
    assertThat(Served.text(Served.good(second), "execution_id")).isEqualTo(again);
    assertThat(Served.text(Served.good(second), "retry_of")).isEqualTo(id);
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(Served.text(anew, "execution_id")).isNotEqualTo(again);
    var elsewhere = served.post(path.replace(id, other), Fields.EMPTY, "Idempotency-Key", "r1");
    var otherwise =
        served.post(path, Fields.of("from_step", Text.of("b")), "Idempotency-Key", "r1");
    var started = served.post("/api/execute", "{\"path\": \"three\"}", "Idempotency-Key", "r1");
    for (var refused : List.of(elsewhere, otherwise, started)) {
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("idempotency-key-reused");
    }
  }

  @Test
  void anIdempotencyKeyIsNotSpentOnARetryThatWasRefused() throws Exception {
    try (var idle = Served.withoutWorker()) {
      idle.register(Served.THREE);
      var id = idle.start();
      var path = "/api/executions/" + id + "/retry";

      assertThat(idle.post(path, Fields.EMPTY, "Idempotency-Key", "r3").statusCode())
          .isEqualTo(409);
      idle.tell("/api/executions/" + id + "/cancel", Fields.EMPTY);
      idle.end(id);

      var again = idle.tell(path, Fields.EMPTY, "Idempotency-Key", "r3");
      assertThat(Served.text(again, "retry_of")).isEqualTo(id);
      assertThat(idle.tell(path, Fields.EMPTY, "Idempotency-Key", "r3").get("id"))
          .isEqualTo(again.get("id"));
    }
  }
}
