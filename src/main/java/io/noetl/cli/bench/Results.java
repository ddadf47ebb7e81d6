package io.noetl.cli.bench;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What a measurement gave: the figures of each round, and those in the middle.
public record Results(Setup setup, String store, List<Round> rounds) {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  /// A figure, what it is called in JSON and on the screen, and how it is read there.
  private record Figure(String key, String words, String format, ToDoubleFunction<Round> value) {}

  private List<Figure> figures() {
    var unit = setup.workload().unit();
    return List.of(
        new Figure("executions_per_second", "executions/s", "%,.1f", Round::executionsPerSecond),
        new Figure(unit + "_per_second", unit + "/s", "%,.0f", Round::unitsPerSecond),
        new Figure("p50_ms", "p50, ms", "%,.2f", Round::p50),
        new Figure("p99_ms", "p99, ms", "%,.2f", Round::p99),
        new Figure("max_ms", "longest, ms", "%,.2f", Round::max),
        new Figure("cpu_ms_per_execution", "CPU per execution, ms", "%,.3f", Round::cpu),
        new Figure("bytes_per_execution", "bytes written per execution", "%,.0f", Round::bytes),
        new Figure("appends_per_execution", "appends per execution", "%,.1f", Round::appends),
        new Figure("appends_per_commit", "appends per commit", "%,.1f", Round::batch),
        new Figure(
            "limit_executions_per_second", "store alone, executions/s", "%,.1f", Round::limit),
        new Figure("limit_cpu_ms_per_execution", "store alone, CPU, ms", "%,.3f", Round::limitCpu),
        new Figure("limit_ratio", "engine / store alone", "%.2f", Round::ratio),
        new Figure("heap_mb", "heap in use, MiB", "%,.0f", Round::heap));
  }

  /// What was measured, in a few words.
  public String title() {
    return "%s ON %s".formatted(setup.workload(), store).toUpperCase(Locale.ROOT);
  }

  /// One line a figure: what it is, the median, and the rounds.
  public List<List<String>> table() {
    return figures().stream()
        .filter(this::isKnown)
        .map(
            figure ->
                List.of(
                    figure.words(),
                    figure.format().formatted(median(figure)),
                    String.join(
                        "  ",
                        rounds.stream()
                            .map(it -> figure.format().formatted(figure.value().applyAsDouble(it)))
                            .toList())))
        .toList();
  }

  /// As one object; `where` says on what machine and with which build.
  public Fields toFields(Fields where) {
    var fields =
        Fields.builder()
            .put("workload", setup.workload().toString())
            .put("store", store)
            .put("executions", setup.executions())
            .put("concurrency", setup.concurrency())
            .put("size", setup.size())
            .put("payload_bytes", setup.payloadBytes())
            .put("finished", setup.finished())
            .put("running", setup.running());
    figures().stream()
        .filter(this::isKnown)
        .forEach(figure -> fields.put(figure.key(), number(median(figure))));
    where.forEach(fields::put);
    return fields.put("rounds", new Items(rounds.stream().map(this::round).toList())).build();
  }

  private Value round(Round round) {
    var fields = Fields.builder();
    figures().stream()
        .filter(this::isKnown)
        .forEach(it -> fields.put(it.key(), number(it.value().applyAsDouble(round))));
    return fields.build();
  }

  /// A soak's executions have different numbers of steps; the limit is not always measured.
  private boolean isKnown(Figure figure) {
    boolean canBeUnknown = figure.key().contains("limit") || figure.key().endsWith("_per_second");
    return !canBeUnknown || median(figure) != 0;
  }

  private double median(Figure figure) {
    return Round.median(rounds, figure.value());
  }

  private static Value number(double value) {
    return Num.of(new BigDecimal(value).round(FOUR_DIGITS).doubleValue());
  }
}
