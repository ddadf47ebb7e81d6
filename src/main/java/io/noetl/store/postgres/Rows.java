package io.noetl.store.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Rows that travel to the database as three arrays: whose each row is, the numbers of all rows one
/// after the other, and their texts.
final class Rows {
  private final int numberColumns;
  private final int textColumns;
  private final List<Long> owners = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
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

  int size() {
    return owners.size();
  }

  void bind(Sql sql) throws SQLException {
    sql.numbers(array(owners)).numbers(array(numbers)).texts(texts.toArray(String[]::new));
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
