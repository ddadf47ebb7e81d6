package io.noetl.store.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/// Rows that travel to the database as three arrays: whose each row is, the numbers of all rows one
/// after the other, and their texts.
final class Rows {
  private final int numberColumns;
  private final int textColumns;
  private final List<Long> owners = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private final List<Long> behind = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  Rows(int numberColumns, int textColumns) {
    this.numberColumns = numberColumns;
    this.textColumns = textColumns;
  }

  static long[] numbers(long... numbers) {
    return numbers;
  }

  void add(long owner, long[] rowNumbers, String... rowTexts) {
    if (rowNumbers.length != numberColumns || rowTexts.length != textColumns) {
      throw new IllegalArgumentException(
          "expected %d numbers and %d texts, found %d and %d"
              .formatted(numberColumns, textColumns, rowNumbers.length, rowTexts.length));
    }
    owners.add(owner);
    for (long number : rowNumbers) {
      numbers.add(number);
    }
    Collections.addAll(texts, rowTexts);
  }

  /// A number of the last row that comes behind those of all rows.
  void behind(long number) {
    behind.add(number);
  }

  int size() {
    return owners.size();
  }

  void bind(Sql sql) throws SQLException {
    sql.numbers(array(owners))
        .numbers(behind.isEmpty() ? array(numbers) : all(numbers, behind))
        .texts(texts.toArray(String[]::new));
  }

  private static long[] all(List<Long> some, List<Long> more) {
    return LongStream.concat(LongStream.of(array(some)), LongStream.of(array(more))).toArray();
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
