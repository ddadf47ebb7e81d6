package io.noetl.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.tool.Calls;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Items;
import io.noetl.value.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which placeholder gets which value.
class QueryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "SELECT ?, ?           # [1, 2] # SELECT ?, ?           # [1,2]",
        "SELECT $2, $1, $2     # [1, 2] # SELECT ?, ?, ?        # [2,1,2]",
        "SELECT :a, :b         # []     # SELECT ?, ?           # [7,8]",
        "SELECT :a::text       # []     # SELECT ?::text        # [7]",
        "SELECT ':a', \":a\"   # []     # SELECT ':a', \":a\"   # []",
        "SELECT $$:a$$ -- :a   # []     # SELECT $$:a$$ -- :a   # []",
        "SELECT x[1:a], x[:a]  # []     # SELECT x[1:a], x[?]   # [7]",
        "SELECT ARRAY[:a, :b]  # []     # SELECT ARRAY[?, ?]    # [7,8]",
        "SELECT f(x := :a)     # []     # SELECT f(x := ?)      # [7]",
        "SELECT j ? 'k', :a    # []     # SELECT j ?? 'k', ?    # [7]",
        "SELECT j ?? 'k', ?    # [1]    # SELECT j ?? 'k', ?    # [1]",
        "SELECT j ?| k, j ?& ? # [1]    # SELECT j ??| k, j ??& ? # [1]",
        "SELECT ?||'x'         # [1]    # SELECT ?||'x'         # [1]",
        "SELECT '?', ?         # [1]    # SELECT '?', ?         # [1]",
        "SELECT j ? $1         # [1]    # SELECT j ?? ?         # [1]",
        "SELECT 1              # []     # SELECT 1              # []",
      })
  void placeholdersAreFound(String sql, String params, String jdbc, String values)
      throws Exception {
    var query = queries(List.of(sql), params).getFirst();

    assertThat(query.jdbc()).isEqualTo(jdbc);
    assertThat(Json.write(new Items(query.values()))).isEqualTo(values);
  }

  @Test
  void questionMarksCountOnFromStatementToStatement() throws Exception {
    var queries = queries(List.of("SELECT ?", "SELECT ?, ?"), "[1, 2, 3]");

    assertThat(Json.write(new Items(queries.get(0).values()))).isEqualTo("[1]");
    assertThat(Json.write(new Items(queries.get(1).values()))).isEqualTo("[2,3]");
  }

  @Test
  void numbersCountAnewInEachStatement() throws Exception {
    var queries = queries(List.of("SELECT $1", "SELECT $1"), "[1]");

    assertThat(queries).allSatisfy(it -> assertThat(it.values()).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT ?       | [1, 2] | there are 2 values in 'params', but 1 placeholders",
        "SELECT ?, ?    | [1]    | there are more placeholders than the 1 values in 'params'",
        "SELECT $3      | [1]    | there is no value for $3: 'params' has 1",
        "SELECT :c      | []     | there is no value for :c; there are: a, b",
      })
  void whatDoesNotFitIsExplained(String sql, String params, String message) {
    var thrown = catchThrowableOfType(ToolFailure.class, () -> queries(List.of(sql), params));

    assertThat(thrown.failure().message()).isEqualTo(message);
  }

  private static List<Query> queries(List<String> statements, String params) throws ToolFailure {
    var list = ((Items) Json.read(params)).list();
    return Query.of(statements, new Values(list, Calls.fields("{\"a\": 7, \"b\": 8}")));
  }
}
