package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.cli.demo.DemoServer;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of a human size, against the data server that comes with the program.
class EtlExamplesIT {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  @TempDir static Path home;
  private static Runs runs;
  private static DemoServer server;

  @BeforeAll
  static void open() throws IOException {
    server = DemoServer.start(0).orElseThrow();
    runs = new Runs(home.resolve("data"), DATABASE.credentials("pg_local"));
  }

  @AfterAll
  static void close() {
    runs.close();
    server.close();
  }

  private static Runs.Run run(String file, Map<String, ?> payload) throws Exception {
    var fields = Fields.builder().put("base_url", Text.of(server.url()));
    payload.forEach((name, value) -> fields.put(name, Stage.value(value)));
    var run = runs.run(file, Json.write(fields.build()));
    assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
    return run;
  }

  @Test
  void theFirstEtlMakesAParquetFileAndASummary() throws Exception {
    var run = run("etl_weather.yaml", Map.of("output", home.resolve("weather").toString()));

    var result = (Fields) run.result();
    assertThat(home.resolve("weather/weather.parquet")).isNotEmptyFile();
    assertThat(Json.write(result.get("cities"))).isEqualTo("12");
    assertThat(Json.write(result.get("summary")))
        .startsWith("[{\"city\":\"Rome\",\"country\":\"IT\",\"hours\":48,\"mean\":");
    assertThat(runs.engine().verify(run.state().execution())).isEmpty();
  }

  @Test
  void ordersComeByCursorAndGoIntoSqliteOnce() throws Exception {
    var database = Map.of("database", home.resolve("shop/shop.db").toString());

    var first = run("etl_orders.yaml", database);
    var second = run("etl_orders.yaml", database);

    assertThat(first.json()).startsWith("{\"orders\":57,\"best\":[{\"customer\":\"customer-");
    assertThat(second.json()).isEqualTo(first.json());
  }

  @Test
  void onlyNewOrdersAreLoaded() throws Exception {
    var database = home.resolve("incremental/orders.db").toString();

    var first = run("incremental_load.yaml", Map.of("database", database, "upto", 1030));
    var second = run("incremental_load.yaml", Map.of("database", database));
    var third = run("incremental_load.yaml", Map.of("database", database));

    assertThat(first.json()).isEqualTo("{\"since\":0,\"loaded\":31}");
    assertThat(second.json()).isEqualTo("{\"since\":1030,\"loaded\":26}");
    assertThat(third.json()).isEqualTo("{\"since\":1056,\"loaded\":0}");
  }

  @Test
  void citiesGoIntoPostgres() throws Exception {
    var run = run("etl_postgres.yaml", Map.of());

    assertThat(run.json())
        .startsWith("[{\"name\":\"London\",\"population\":8800000},{\"name\":\"Berlin\",");
    assertThat(DATABASE.rows("SELECT count(*) FROM city")).isEqualTo("(7)");
  }

  @Test
  void aFlakyServiceIsAskedThreeTimes() throws Exception {
    assertThat(run("flaky_api.yaml", Map.of()).json()).isEqualTo("{\"attempts\":3,\"ready\":true}");
  }

  @Test
  void aFileIsCheckedBeforeItIsUsed() throws Exception {
    var file = home.resolve("quality/sensors.csv");

    var run = run("data_quality.yaml", Map.of("file", file.toString()));

    assertThat(run.json())
        .isEqualTo(
            "{\"bytes\":%d,\"completeness\":\"bad\",\"bounds\":\"good\"}"
                .formatted(Files.size(file)));
  }

  @Test
  void pagesAreJoinedByNumberCursorAndLink() throws Exception {
    var run = run("http_pagination.yaml", Map.of());

    assertThat(run.json())
        .startsWith("{\"by_number\":[\"London\",\"Paris\",\"Berlin\",")
        .endsWith(
            "\"by_cursor\":30,\"by_link\":12,\"pages\":[3,2,3],"
                + "\"complete\":[true,false,true]}");
    assertThat(runs.engine().verify(run.state().execution())).isEmpty();
  }

  @Test
  void aFileIsFetchedAndSentOn() throws Exception {
    var file = home.resolve("download/sensors.csv");

    var run = run("http_download.yaml", Map.of("file", file.toString()));

    assertThat(run.json())
        .startsWith("{\"bytes\":%d,\"sha256\":\"".formatted(Files.size(file)))
        .endsWith("\"key\":\"%d/send/1\",\"took\":true}".formatted(run.state().execution()));
    assertThat(file).content().startsWith("sensor,minute,value\ns0,0,");
  }

  @Test
  void anOrderIsShippedOrTakenBack() throws Exception {
    var shipped = run("order_fulfilment.yaml", Map.of());
    var refused = runs.run("order_fulfilment.yaml", "{\"card\": {\"limit\": 10}}");
    var sold = runs.run("order_fulfilment.yaml", "{\"stock\": {\"lamp\": 1, \"desk\": 3}}");
    var unknown = runs.run("order_fulfilment.yaml", "{\"stock\": {\"lamp\": 9}}");

    assertThat(shipped.json())
        .isEqualTo(
            "{\"outcome\":\"shipped\",\"message\":\"ship A-17 with T-A-17\","
                + "\"invoice\":\"I-A-17\"}");
    assertThat(refused.json()).contains("payment refused", "give back lamp, desk");
    assertThat(sold.json()).contains("rejected", "only 1 of lamp are left");
    assertThat(unknown.json()).contains("rejected", "an article that we do not have");
  }

  @Test
  void aBackfillGoesOnWithoutTheDayThatFails() throws Exception {
    assertThat(run("backfill.yaml", Map.of()).json()).isEqualTo("{\"rows\":624,\"to_repeat\":[3]}");
  }

  @Test
  void aLogBecomesADigest() throws Exception {
    var file = home.resolve("digest/digest.csv");

    var run = run("log_digest.yaml", Map.of("file", file.toString()));

    assertThat(run.json()).contains("\"alarm\":\"there are errors\"");
    assertThat(file).hasContent("level,lines\nINFO,3\nWARN,2\nERROR,1\n");
  }
}
