package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the pages of the web interface ask for.
@Timeout(120)
class PagesTest {
  private final Served served = Served.open();

  @BeforeEach
  void register() throws Exception {
    served.register(Served.THREE);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static List<Fields> maps(Value items) {
    return ((Items) items).list().stream().map(Fields.class::cast).toList();
  }

  private static long sum(Fields histogram, String outcome) {
    return maps(histogram.get("buckets")).stream()
        .mapToLong(bucket -> (long) ((Num) bucket.get(outcome)).real())
        .sum();
  }

  @Test
  void aHistogramHasAllPiecesOfTheLastDayInOrder() throws Exception {
    served.end(served.start());
    served.end(served.start());

    var histogram = served.look("/api/executions/histogram");

    var buckets = maps(histogram.get("buckets"));
    assertThat(buckets).hasSize(60);
    assertThat(buckets)
        .extracting(bucket -> Served.text(bucket, "start"))
        .isSorted()
        .first()
        .isEqualTo(Served.text(histogram, "from"));
    assertThat(histogram.get("bucket_seconds")).isEqualTo(Num.of(1440.0));
    assertThat(buckets.getLast().get("completed")).isEqualTo(Num.of(2));
    assertThat(sum(histogram, "completed")).isEqualTo(2);
    assertThat(sum(histogram, "failed") + sum(histogram, "cancelled") + sum(histogram, "active"))
        .isZero();
  }

  @Test
  void aHistogramTakesTheFiltersOfTheList() throws Exception {
    served.end(served.start());
    var all = "/api/executions/histogram?buckets=7&until=2999-01-01&from=1970-01-01";

    assertThat(sum(served.look(all), "completed")).isEqualTo(1);
    assertThat(maps(served.look(all).get("buckets"))).hasSize(7);
    assertThat(sum(served.look(all + "&path=" + Served.PATH), "completed")).isEqualTo(1);
    assertThat(sum(served.look(all + "&path=other"), "completed")).isZero();
    assertThat(sum(served.look(all + "&label=no=such"), "completed")).isZero();
    assertThat(sum(served.look(all + "&status=FAILED,RUNNING"), "completed")).isZero();
    assertThat(sum(served.look(all + "&q=served"), "completed")).isEqualTo(1);
    assertThat(sum(served.look(all + "&parent=7"), "completed")).isZero();
  }

  @Test
  void aHistogramOfNoTimeOrOfTooManyPiecesIsRefused() throws Exception {
    var backwards = served.get("/api/executions/histogram?from=2026-01-02&until=2026-01-01");

    assertThat(backwards.statusCode()).isEqualTo(400);
    assertThat(Served.fields(backwards).get("detail"))
        .isEqualTo(
            Text.of(
                "from: expected an instant before 2026-01-01T00:00:00.000000Z,"
                    + " found '2026-01-02'"));
    assertThat(served.get("/api/executions/histogram?buckets=201").statusCode()).isEqualTo(400);
    assertThat(served.get("/api/executions/histogram?buckets=0").statusCode()).isEqualTo(400);
  }
}
