package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          FROM 'a.csv'                            | FROM '/r/a.csv'
          SELECT 'a.csv' FROM t                   | SELECT 'a.csv' FROM t
          from x join 'b/*.parquet' using (a)     | from x join '/r/b/*.parquet' using (a)
          FROM read_csv('a.csv', delim = 'x')     | FROM read_csv('/r/a.csv', delim = 'x')
          FROM read_json(['a', 'b'], format='c')  | FROM read_json(['/r/a', '/r/b'], format='c')
          FROM read_csv('/abs.csv')               | FROM read_csv('/abs.csv')
          FROM 's3://b/a.parquet'                 | FROM 's3://b/a.parquet'
          COPY t TO 'o.csv' (DELIMITER 'x')       | COPY t TO '/w/o.csv' (DELIMITER 'x')
          COPY (FROM 'a.csv') TO 'o''o.csv'       | COPY (FROM '/r/a.csv') TO '/w/o''o.csv'
          COPY t FROM 'a.csv'                     | COPY t FROM '/r/a.csv'
          ATTACH 'x.duckdb' AS x                  | ATTACH '/r/x.duckdb' AS x
          ATTACH ':memory:' AS x                  | ATTACH ':memory:' AS x
          ATTACH '' AS pg (TYPE postgres)         | ATTACH '' AS pg (TYPE postgres)
          ATTACH IF NOT EXISTS 'x.db' AS x        | ATTACH IF NOT EXISTS '/r/x.db' AS x
          EXPORT DATABASE 'd'                     | EXPORT DATABASE '/w/d'
          IMPORT DATABASE 'd'                     | IMPORT DATABASE '/r/d'
          SELECT extract('year' FROM d)           | SELECT extract('year' FROM d)
          INSERT INTO t VALUES ('FROM ''a''')     | INSERT INTO t VALUES ('FROM ''a''')
          """)
  void onlyPathsAreMadeAbsolute(String sql, String expected) {
    assertThat(Paths.of(Path.of("/r"), "/w").in(sql)).isEqualTo(expected);
  }

  @Test
  void commentsWithAHashAreSqlsOwn() {
    assertThat(Comments.inSql("# it's\n  # more\nSELECT '\n# text', #1\n#1"))
        .isEqualTo("-- it's\n  -- more\nSELECT '\n# text', #1\n#1");
  }
}
