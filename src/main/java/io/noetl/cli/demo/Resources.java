package io.noetl.cli.demo;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The made-up data of the examples.
final class Resources {
  private static final List<Value> CITIES =
      List.of(
          city("London", "GB", 51.51, -0.13, 8_800_000),
          city("Paris", "FR", 48.85, 2.35, 2_100_000),
          city("Berlin", "DE", 52.52, 13.41, 3_700_000),
          city("Madrid", "ES", 40.42, -3.70, 3_300_000),
          city("Rome", "IT", 41.90, 12.50, 2_800_000),
          city("Oslo", "NO", 59.91, 10.75, 710_000),
          city("Athens", "GR", 37.98, 23.73, 640_000),
          city("Warsaw", "PL", 52.23, 21.01, 1_860_000),
          city("Lisbon", "PT", 38.72, -9.14, 550_000),
          city("Vienna", "AT", 48.21, 16.37, 1_980_000),
          city("Dublin", "IE", 53.35, -6.26, 590_000),
          city("Helsinki", "FI", 60.17, 24.94, 660_000));

  private static final int ORDERS = 57;
  private static final List<String> PRODUCTS = List.of("lamp", "chair", "desk", "shelf", "rug");
  private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP");
  private static final int SENSOR_ROWS = 1_000;

  private Resources() {}

  private static Fields city(
      String name, String country, double latitude, double longitude, long population) {
    return Fields.builder()
        .put("name", name)
        .put("country", country)
        .put("latitude", Num.of(latitude))
        .put("longitude", Num.of(longitude))
        .put("population", population)
        .build();
  }

  static Fields index() {
    return Fields.of(
        "resources",
        Items.of(
            Text.of("/cities?page=1&per_page=5"),
            Text.of("/forecast?latitude=51.51&longitude=-0.13&forecast_days=1"),
            Text.of("/orders?cursor=&limit=20"),
            Text.of("/rates"),
            Text.of("/flaky?key=any"),
            Text.of("/sensors.csv"),
            Text.of("/echo")));
  }

  /// A page by number: `{items, page, pages, total, next}`, `next` a link or null.
  static Fields cities(Map<String, String> query) {
    int each = whole(query, "per_page", 5, 100);
    int pages = (CITIES.size() + each - 1) / each;
    int page = whole(query, "page", 1, Integer.MAX_VALUE);
    int from = (int) Math.min((page - 1L) * each, CITIES.size());
    var items = CITIES.subList(from, Math.min(from + each, CITIES.size()));
    return Fields.builder()
        .put("items", new Items(items))
        .put("page", page)
        .put("pages", pages)
        .put("total", CITIES.size())
        .put(
            "next",
            page < pages
                ? Text.of("/cities?page=%d&per_page=%d".formatted(page + 1, each))
                : Null.NULL)
        .build();
  }

  /// A page after a cursor: `{orders, next_cursor}`, the latter null at the end.
  static Fields orders(Map<String, String> query) {
    int from = whole(query, "cursor", 1, ORDERS + 1) - 1;
    int limit = whole(query, "limit", 20, 100);
    int to = Math.min(from + limit, ORDERS);
    return Fields.builder()
        .put(
            "orders",
            new Items(IntStream.range(from, to).<Value>mapToObj(Resources::order).toList()))
        .put("next_cursor", to < ORDERS ? Text.of(Integer.toString(to + 1)) : Null.NULL)
        .build();
  }

  private static Fields order(int i) {
    return Fields.builder()
        .put("id", 1000 + i)
        .put("customer", "customer-" + (i * 7 % 11))
        .put("product", PRODUCTS.get(i % PRODUCTS.size()))
        .put("quantity", 1 + i % 4)
        .put("price", Num.of(Math.round((9.9 + i * 3.7) * 100) / 100.0))
        .put("currency", CURRENCIES.get(i % CURRENCIES.size()))
        .put("ordered_on", "2025-06-%02d".formatted(1 + i % 28))
        .build();
  }

  static Fields rates() {
    return Fields.builder()
        .put("base", "EUR")
        .put(
            "rates",
            Fields.builder()
                .put("EUR", Num.of(1.0))
                .put("USD", Num.of(1.1))
                .put("GBP", Num.of(0.85))
                .build())
        .build();
  }

  /// `sensor,minute,value`; each fiftieth value is missing.
  static String sensors() {
    var rows = new ArrayList<String>();
    rows.add("sensor,minute,value");
    for (int i = 0; i < SENSOR_ROWS; i++) {
      var value = i % 50 == 49 ? "" : Double.toString(20 + i * 37 % 100 / 10.0);
      rows.add("s%d,%d,%s".formatted(i % 4, i / 4, value));
    }
    return String.join("\n", rows) + "\n";
  }

  private static int whole(Map<String, String> query, String name, int otherwise, int most) {
    try {
      return Math.clamp(Long.parseLong(query.getOrDefault(name, "")), 1, most);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
