package io.noetl.server.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.server.http.Fault;
import io.noetl.store.Appends;
import io.noetl.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class HistoriesTest {
  @Test
  void anExecutionThatIsPrunedWhileOneLooksIsNotThere() {
    var store = new MemoryStore();
    Appends.start(7).to(store);
    var row = new Histories(store).row(7);
    var pruned = new Histories(new MemoryStore());

    assertThatThrownBy(() -> pruned.first(row))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("there is no execution 7");
  }
}
