package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Content;
import io.noetl.broker.Event;
import io.noetl.broker.Phase;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many executions, and one with many events.
@Timeout(180)
class ManyTest {
  private static final int EVENTS = 20_000;
  private static final int EXECUTIONS = 10_000;

  @TempDir private Path directory;

  private Served served() {
    return new Served(SqliteStore.open(directory), Served.Working.NOT_HERE, Served.local());
  }

  @Test
  void aLongHistoryIsPagedToItsEnd() throws Exception {
    try (var served = served()) {
      Appends.start(7).to(served.store);
      for (int last = 1; last < EVENTS; last += 1_999) {
        Appends.after(7, last).events(Math.min(1_999, EVENTS - last)).to(served.store);
      }

      var numbers = new HashSet<String>();
      var cursor = "0";
      while (!cursor.equals("null")) {
        var page = served.look("/api/executions/7/events?limit=1000&cursor=" + cursor);
        for (var event : (Items) page.get("events")) {
          numbers.add(Served.text((Fields) event, "event_id"));
        }
        cursor = page.get("next_cursor") == Null.NULL ? "null" : Served.text(page, "next_cursor");
      }

      assertThat(numbers).hasSize(EVENTS);
      assertThat(((Items) served.look("/api/executions/7").get("events")).size()).isEqualTo(1_000);
    }
  }

  @Test
  void tenThousandExecutionsAreListedSearchedAndPaged() throws Exception {
    try (var served = served()) {
      var batch = new ArrayList<Append>();
      for (long id = 1; id <= EXECUTIONS; id++) {
        batch.add(
            Appends.start(id)
                .with(new Event.ExecutionCompleted(Content.NOTHING))
                .in(Phase.COMPLETED)
                .append());
        if (batch.size() == 500) {
          served.store.commit(batch);
          batch.clear();
        }
      }

      var ids = new HashSet<String>();
      var path = "/api/executions?status=COMPLETED&limit=1000";
      var page = served.look(path);
      while (true) {
        for (var line : (Items) page.get("items")) {
          ids.add(Served.text((Fields) line, "id"));
        }
        if (page.get("next_cursor") == Null.NULL) {
          break;
        }
        page = served.look(path + "&cursor=" + Served.text(page, "next_cursor"));
      }

      assertThat(ids).hasSize(EXECUTIONS);
      assertThat(((Items) served.look("/api/executions?q=9999").get("items")).size()).isEqualTo(1);
    }
  }
}
