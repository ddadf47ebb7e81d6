package io.noetl.store.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Rows that travel to the database as one array for each column: the numbers first, then the texts.
final class Rows {
  private final int numberColumns;
  private final int textColumns;
  private final List<long[]> numbers = new ArrayList<>();
  private final List<String[]> texts = new ArrayList<>();

  Rows(int numberColumns, int textColumns) {
    this.numberColumns = numberColumns;
    this.textColumns = textColumns;
  }

  static long[] numbers(long... numbers) {
    return numbers;
  }

  void add(long[] rowNumbers, String... rowTexts) {
    if (rowNumbers.length != numberColumns || rowTexts.length != textColumns) {
      throw new IllegalArgumentException(
          "expected %d numbers and %d texts, found %d and %d"
              .formatted(numberColumns, textColumns, rowNumbers.length, rowTexts.length));
    }
    numbers.add(rowNumbers);
    texts.add(rowTexts);
  }

  int columns() {
    return numberColumns + textColumns;
  }

  void bind(Sql sql) throws SQLException {
    for (int column = 0; column < numberColumns; column++) {
      var values = new long[numbers.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = numbers.get(row)[column];
      }
      sql.numbers(values);
    }
    for (int column = 0; column < textColumns; column++) {
      var values = new String[texts.size()];
      for (int row = 0; row < values.length; row++) {
        values[row] = texts.get(row)[column];
      }
      sql.texts(values);
    }
  }
}
