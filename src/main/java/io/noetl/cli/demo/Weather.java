package io.noetl.cli.demo;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;

/// Made-up weather, a day by hours: warmer near the equator and after noon, and always the same.
final class Weather {
  private static final LocalDate FIRST = LocalDate.of(2025, 6, 1);
  private static final int HOURS = 24;
  private static final int DAYS_MAX = 14;

  private Weather() {}

  /// `{latitude, longitude, hourly: {time: [..], temperature_2m: [..], precipitation: [..]}}` of
  /// `forecast_days` days (1 to 14).
  static Fields forecast(Map<String, String> query) {
    double latitude = number(query, "latitude");
    double longitude = number(query, "longitude");
    int days = (int) Math.clamp(number(query, "forecast_days"), 1, DAYS_MAX);
    var times = new ArrayList<Value>();
    var temperatures = new ArrayList<Value>();
    var rain = new ArrayList<Value>();
    for (int hour = 0; hour < days * HOURS; hour++) {
      times.add(Text.of("%sT%02d:00".formatted(FIRST.plusDays(hour / HOURS), hour % HOURS)));
      temperatures.add(Num.of(temperature(latitude, longitude, hour)));
      rain.add(Num.of(precipitation(longitude, hour)));
    }
    return Fields.builder()
        .put("latitude", Num.of(latitude))
        .put("longitude", Num.of(longitude))
        .put(
            "hourly",
            Fields.builder()
                .put("time", new Items(times))
                .put("temperature_2m", new Items(temperatures))
                .put("precipitation", new Items(rain))
                .build())
        .build();
  }

  private static double temperature(double latitude, double longitude, int hour) {
    double mean = 31 - 0.38 * Math.abs(latitude);
    double ofDay = 6 * Math.sin((hour % HOURS - 9) * Math.PI / 12);
    double ofPlace = 2 * Math.sin(longitude + hour / (double) HOURS);
    return Math.round((mean + ofDay + ofPlace) * 10) / 10.0;
  }

  private static double precipitation(double longitude, int hour) {
    double wave = Math.sin(longitude * 3 + hour / 5.0) - 0.7;
    return Math.max(0, Math.round(wave * 40) / 10.0);
  }

  private static double number(Map<String, String> query, String name) {
    try {
      return Double.parseDouble(query.getOrDefault(name, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
