package io.noetl.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads amounts of memory: bytes as a number, or text such as `512MB`, `1.5 GiB`, `64k`. A unit is
/// 1024 times the one before, as systems count memory, whichever way it is spelled.
public final class Sizes {
  /// What a size looks like, for messages.
  public static final String FORM = "write bytes as a number, or 64KB 512MB 2GB";

  /// A pebibyte: more than any machine has, and no product overflows.
  private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 50);

  private static final Pattern PARTS =
      Pattern.compile("(\\d{1,16}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(i?b)?");

  private Sizes() {}

  /// The bytes that `value` means, or nothing if it is no size.
  public static Optional<Long> parse(Value value) {
    return switch (value) {
      case Num.Int(var bytes) -> of(BigDecimal.valueOf(bytes));
      case Text(var text) -> parse(text.strip().toLowerCase(Locale.ROOT));
      default -> Optional.empty();
    };
  }

  private static Optional<Long> parse(String text) {
    var parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int power = parts.group(2).isEmpty() ? 0 : "kmgt".indexOf(parts.group(2)) + 1;
    return of(new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power))));
  }

  private static Optional<Long> of(BigDecimal bytes) {
    return bytes.signum() < 0 || bytes.compareTo(LARGEST) > 0
        ? Optional.empty()
        : Optional.of(bytes.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  /// `512MB`, or the bytes if they are not a whole number of a unit.
  public static String text(long bytes) {
    for (int power = 4; power > 0; power--) {
      long unit = 1L << (10 * power);
      if (bytes >= unit && bytes % unit == 0) {
        return bytes / unit + "KMGT".substring(power - 1, power) + "B";
      }
    }
    return bytes + " bytes";
  }
}
