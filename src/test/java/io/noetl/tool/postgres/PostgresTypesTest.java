package io.noetl.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of values on their way out of the database and into it.
class PostgresTypesTest {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  private final PostgresTool tool =
      new PostgresTool(Environment.of(Map.of()), DATABASE.credentials("pg"));

  @BeforeAll
  static void makeTypes() {
    DATABASE.execute("CREATE TYPE mood AS ENUM ('happy', 'sad')", "CREATE DOMAIN age AS int");
  }

  @AfterEach
  void close() {
    tool.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7::smallint                                      | 7",
        "2147483647::int                                  | 2147483647",
        "9223372036854775807::bigint                      | 9223372036854775807",
        "99999999999999999999::numeric                    | 99999999999999999999",
        "99.99::numeric(10,2)                             | 99.99",
        "10.50::numeric(10,2)                             | 10.5",
        "'NaN'::numeric                                   | 'NaN'",
        "3.14::real                                       | 3.14",
        "0.1::float8                                      | 0.1",
        "'-Infinity'::float8                              | '-Infinity'",
        "true                                             | true",
        "NULL::int                                        | null",
        "'a'::char(3)                                     | 'a  '",
        "DATE '2025-10-16'                                | '2025-10-16'",
        "TIME '12:30:00.5'                                | '12:30:00.5'",
        "TIMESTAMP '2025-10-16 12:30:00.5'                | '2025-10-16T12:30:00.5'",
        "TIMESTAMP 'infinity'                             | 'infinity'",
        "TIMESTAMPTZ '2025-10-16 12:30:00+02'             | '2025-10-16T10:30:00Z'",
        "TIMESTAMPTZ '2025-10-16 12:30:00.123456+05:30'   | '2025-10-16T07:00:00.123456Z'",
        "INTERVAL '1 day 2 hours'                         | '1 day 02:00:00'",
        "'6F9619FF-8B86-D011-B42D-00C04FC964FF'::uuid | '6f9619ff-8b86-d011-b42d-00c04fc964ff'",
        "'{\"b\": [1, null], \"a\": {}}'::jsonb           | {'a':{},'b':[1,null]}",
        "'\"text\"'::json                                 | 'text'",
        "ARRAY[1, NULL, 3]                                | [1,null,3]",
        "ARRAY[[1, 2], [3, 4]]                            | [[1,2],[3,4]]",
        "ARRAY['a,b', 'c\"d', 'e\\f', '', 'NULL', NULL] | ['a,b','c\\\"d','e\\\\f','','NULL',null]",
        "'{}'::text[]                                     | []",
        "'[0:1]={5,6}'::int[]                             | [5,6]",
        "ARRAY[DATE '2025-01-01']                         | ['2025-01-01']",
        "ARRAY['{\"a\": 1}'::jsonb]                       | [{'a':1}]",
        "'\\xdeadbeef'::bytea                             | '3q2+7w=='",
        "int4range(1, 5)                                  | '[1,5)'",
        "point(1, 2)                                      | '(1,2)'",
        "row(1, 'a')                                      | '(1,a)'",
        "'happy'::mood                                    | 'happy'",
        "ARRAY['happy'::mood]                             | ['happy']",
        "5::age                                           | 5",
        "pg_sleep(0)                                      | null",
      })
  void valuesKeepTheirTypes(String expression, String expected) throws Exception {
    assertThat(it("SELECT " + expression + " AS it", Items.EMPTY)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pg_typeof(?)::text   | 5              | 'integer'",
        "pg_typeof(?)::text   | 5000000000     | 'bigint'",
        "pg_typeof(?)::text   | 1.5            | 'numeric'",
        "pg_typeof(?)::text   | true           | 'boolean'",
        "pg_typeof(?)::text   | {'a': 1}       | 'jsonb'",
        "?                    | 'x'            | 'x'",
        "?::date + 1          | '2025-10-15'   | '2025-10-16'",
        "?::uuid IS NULL      | null           | true",
        "round(?, 1)          | 2.25           | 2.3",
        "2 = ANY(?)           | [1, 2]         | true",
        "'b' = ANY(?)         | ['a', 'b']     | true",
        "?::int[]             | [[1], [2]]     | [[1],[2]]",
        "?::jsonb             | [1, {'a': 2}]  | [1,{'a':2}]",
        "?::text              | 'it; \\ $1'    | 'it; \\\\ $1'",
      })
  void parametersCountForLiterals(String expression, String value, String expected)
      throws Exception {
    var list = "[" + value.replace("\\", "\\\\") + "]";

    assertThat(it("SELECT " + expression + " AS it", (Items) Json.read(list.replace('\'', '"'))))
        .isEqualTo(expected);
  }

  /// The column `it` as JSON with single quotes for double ones.
  private String it(String command, Items params) throws Exception {
    var config =
        Fields.of("auth", Text.of("pg"), "command", Text.of(command)).with("params", params);
    var call = new ToolCall("1/step/1", config, Fields.EMPTY, "", Fields.EMPTY, "step");
    var result = (Fields) ((Fields) tool.run(call, new TestWatch())).get("command_0");
    Value row = ((Items) result.get("rows")).get(0);
    return Json.write(((Fields) row).get("it")).replace('"', '\'').replace("\\'", "\\\"");
  }
}
