package io.noetl.server.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Figures for operators, and their text in the format of Prometheus.
///
/// Written by hand: counters, gauges and one kind of histogram are all that is needed.
public final class Meters {
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Upper bounds in microseconds: from a decision in memory to a request that hangs.
  private static final long[] BOUNDS = {
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    1_000_000,
    10_000_000
  };

  private static final double MICROS = 1_000_000;

  private final Map<String, Family> families = new ConcurrentHashMap<>();

  private record Family(String type, String about, Map<String, Series> series) {}

  private sealed interface Series {}

  private record Count(LongAdder value) implements Series {}

  private record Gauge(Supplier<Double> value) implements Series {}

  private record Histogram(List<LongAdder> buckets, LongAdder micros) implements Series {
    static Histogram empty() {
      var buckets = Stream.generate(LongAdder::new).limit(BOUNDS.length + 1L).toList();
      return new Histogram(buckets, new LongAdder());
    }

    void add(Duration time) {
      long took = Math.max(0, time.toNanos() / 1_000);
      int place = Arrays.binarySearch(BOUNDS, took);
      buckets.get(place < 0 ? -place - 1 : place).increment();
      micros.add(took);
    }
  }

  /// Names a figure and says what it is.
  public void describe(String name, String type, String about) {
    families.put(name, new Family(type, about, new ConcurrentHashMap<>()));
  }

  /// `labels` as in `status="COMPLETED"`; may be empty.
  public void count(String name, String labels, long more) {
    if (series(name, labels, () -> new Count(new LongAdder())) instanceof Count(var value)) {
      value.add(more);
    }
  }

  public void time(String name, String labels, Duration time) {
    if (series(name, labels, Histogram::empty) instanceof Histogram histogram) {
      histogram.add(time);
    }
  }

  /// `value` is asked for whenever somebody looks.
  public void gauge(String name, String labels, Supplier<Double> value) {
    var _ = series(name, labels, () -> new Gauge(value));
  }

  private Series series(String name, String labels, Supplier<Series> absent) {
    var family = families.get(name);
    if (family == null) {
      throw new IllegalStateException("no figure is called " + name);
    }
    return family.series().computeIfAbsent(labels, _ -> absent.get());
  }

  /// All figures, and `more` (name to its series) for those that are looked up only now.
  public String text(Map<String, Map<String, Double>> more) {
    var out = new StringBuilder(4_000);
    new TreeMap<>(families)
        .forEach(
            (name, family) -> {
              out.append("# HELP ").append(name).append(' ').append(family.about()).append('\n');
              out.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
              new TreeMap<>(family.series())
                  .forEach((labels, series) -> write(out, name, labels, series));
              more.getOrDefault(name, Map.of())
                  .forEach((labels, value) -> line(out, name, labels, value));
            });
    return out.toString();
  }

  private static void write(StringBuilder out, String name, String labels, Series series) {
    switch (series) {
      case Count(var value) -> line(out, name, labels, (double) value.sum());
      case Gauge(var value) -> line(out, name, labels, value.get());
      case Histogram(var buckets, var micros) -> {
        long below = 0;
        var comma = labels.isEmpty() ? "" : labels + ",";
        for (int i = 0; i < buckets.size(); i++) {
          below += buckets.get(i).sum();
          var bound = i == BOUNDS.length ? "+Inf" : number(BOUNDS[i] / MICROS);
          line(out, name + "_bucket", comma + "le=\"" + bound + "\"", (double) below);
        }
        line(out, name + "_sum", labels, micros.sum() / MICROS);
        line(out, name + "_count", labels, (double) below);
      }
    }
  }

  private static void line(StringBuilder out, String name, String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
