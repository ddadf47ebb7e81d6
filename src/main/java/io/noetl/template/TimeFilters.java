package io.noetl.template;

import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Filters about dates and times, which are ISO 8601 texts or seconds since 1970.
final class TimeFilters {
  private static final Map<String, Long> UNITS =
      Map.of("weeks", 604_800L, "days", 86_400L, "hours", 3_600L, "minutes", 60L, "seconds", 1L);

  private TimeFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .fixed("to_datetime", "format?", TimeFilters::toDateTime)
        .fixed("from_timestamp", "", (f, of, _) -> Text.of(Moments.text(when(f, of).toInstant())))
        .fixed("timestamp", "", TimeFilters::timestamp)
        .fixed("strftime", "format?", TimeFilters::format)
        .open("date_add", TimeFilters::add);
  }

  /// What Python's `datetime` would answer, for the text of an instant.
  static void defineMethods(Library.Shelf shelf) {
    shelf
        .fixed("isoformat", "", (f, of, _) -> Text.of(isoFormat(f, of)))
        .fixed("timestamp", "", TimeFilters::timestamp)
        .fixed("strftime", "format?", TimeFilters::format);
  }

  private static String isoFormat(Frame frame, Value of) {
    when(frame, of);
    return Printing.text(frame, of);
  }

  private static OffsetDateTime when(Frame frame, Value value) {
    var bare = Native.bare(value);
    if (bare instanceof Num number) {
      return Moments.ofSeconds(number.real())
          .orElseThrow(() -> frame.error("the number is no time in seconds"))
          .atOffset(ZoneOffset.UTC);
    }
    if (!(bare instanceof Text(var text))) {
      throw Operands.unfit(frame, "a date as ISO 8601 text or seconds since 1970", bare);
    }
    return Moments.parsed(text)
        .orElseThrow(
            () ->
                frame.error(
                    "expected a date such as 2026-01-02T03:04:05Z, found '%s'".formatted(text)));
  }

  private static Value timestamp(Frame frame, Value of, Args args) {
    Instant instant = when(frame, of).toInstant();
    return instant.getNano() == 0
        ? Num.of(instant.getEpochSecond())
        : Num.of(Moments.seconds(instant));
  }

  private static Value toDateTime(Frame frame, Value of, Args args) {
    if (!args.has(0)) {
      return Text.of(Moments.text(when(frame, of).toInstant()));
    }
    var text = Printing.text(frame, of);
    var format = args.text(0);
    frame.step(1 + format.length());
    return DateReader.read(text, format)
        .<Value>map(instant -> Text.of(Moments.text(instant)))
        .orElseThrow(
            () -> frame.error("'%s' is no date in the format `%s`".formatted(text, format)));
  }

  private static Value format(Frame frame, Value of, Args args) {
    var when = when(frame, of);
    var format = args.text(0, "%Y-%m-%d %H:%M:%S");
    var out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      if (format.charAt(i) != '%' || i + 1 == format.length()) {
        frame.grow(1);
        out.append(format.charAt(i));
        continue;
      }
      frame.step(8);
      var field = Moments.field(when, format.charAt(++i));
      if (field.isEmpty()) {
        throw frame.error("unknown field `%%%s` of a date".formatted(format.charAt(i)));
      }
      frame.grow(field.length());
      out.append(field);
    }
    return Text.of(out.toString());
  }

  /// `x | date_add(days=1, hours=-2)`.
  private static Value add(Frame frame, Value of, Given given) {
    if (!given.positional().isEmpty() || given.named().isEmpty()) {
      throw frame.error("`date_add` takes %s".formatted(String.join(", ", units())));
    }
    var by = Duration.ZERO;
    for (var entry : given.named().entrySet()) {
      var unit = UNITS.get(entry.getKey());
      if (unit == null) {
        throw frame.error(
            "unknown unit `%s`".formatted(entry.getKey()), Spelling.hint(entry.getKey(), units()));
      }
      by = by.plus(duration(frame, entry.getValue(), unit));
    }
    return Moments.later(when(frame, of).toInstant(), by)
        .<Value>map(instant -> Text.of(Moments.text(instant)))
        .orElseThrow(() -> frame.error("the date is too far away"));
  }

  private static List<String> units() {
    return UNITS.keySet().stream().sorted().toList();
  }

  private static Duration duration(Frame frame, Value value, long unit) {
    var bare = Native.bare(value);
    if (!Comparing.isNumber(bare)) {
      throw Operands.unfit(frame, "a number", bare);
    }
    double count = Comparing.number(bare).real();
    if (!(Math.abs(count * unit) < 1e11)) {
      throw frame.error("the date is too far away");
    }
    long micros = new BigDecimal(count).multiply(BigDecimal.valueOf(unit * 1_000_000L)).longValue();
    return Duration.ofSeconds(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }
}
