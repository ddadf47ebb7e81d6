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

/// What is a string, a name or a comment differs from database to database.
class GrammarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "MYSQL      ~ SELECT 'it\\'s; a', `b;c`, \"d\\\";e\"; NEXT",
        "MYSQL      ~ SELECT 1 # one; two⏎+ 1; NEXT",
        "MYSQL      ~ SELECT /* a /* b; */ 1; NEXT",
        "MYSQL      ~ SELECT a$$b; NEXT",
        "ORACLE     ~ SELECT q'[it's; a]', Q'!b;!', 'c' FROM v$session; NEXT",
        "ORACLE     ~ SELECT '\\' FROM dual; NEXT",
        "SNOWFLAKE  ~ SELECT 'it\\'s; a', $$b;c$$, \"d\\\"; NEXT",
        "SQL_SERVER ~ SELECT [a;b]]c], 'd' /* e /* f; */ ; */; NEXT",
        "SQLITE     ~ SELECT [a;b], `c;d`, 'e\\'; NEXT",
        "H2         ~ SELECT $$a;b$$, 'c\\'; NEXT",
        "DUCKDB     ~ SELECT $a$b;$$;$a$, E'c\\';'; NEXT",
        "OTHER      ~ SELECT `a;b`, 'c\\', '\"', \";\"; NEXT",
      })
  void statementsEndWhereTheDatabaseSaysSo(Grammar grammar, String lines) {
    var script = lines.replace('⏎', '\n');
    int last = script.lastIndexOf(';');

    assertThat(Script.statements(script, grammar))
        .containsExactly(script.substring(0, last), "NEXT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "MYSQL     ~ SELECT '\\':a', `:a`, :a # :a  ~ SELECT '\\':a', `:a`, ? # :a",
        "MYSQL     ~ SELECT @x := :a              ~ SELECT @x := ?",
        "SNOWFLAKE ~ SELECT v:a.b, v['x']:a, :a   ~ SELECT v:a.b, v['x']:a, ?",
        "SNOWFLAKE ~ SELECT $1 FROM @stage        ~ SELECT $1 FROM @stage",
        "ORACLE    ~ SELECT q'{:a}', :a FROM dual ~ SELECT q'{:a}', ? FROM dual",
        "SQLITE    ~ SELECT [:a], :a              ~ SELECT [:a], ?",
        "DUCKDB    ~ SELECT x[1:a], :a::int       ~ SELECT x[1:a], ?::int",
        "OTHER     ~ SELECT ?, :a                 ~ SELECT ?, ?",
      })
  void placeholdersAreFound(Grammar grammar, String sql, String jdbc) throws Exception {
    var values = new Values(List.of(), Calls.fields("{\"a\": 7}"));

    assertThat(Query.of(List.of(sql), values, grammar).getFirst().jdbc()).isEqualTo(jdbc);
  }

  @Test
  void onlyPostgresqlHasQuestionMarksInOperators() throws Exception {
    var values = new Values(((Items) Json.read("[1, 2]")).list(), Calls.fields("{}"));

    assertThat(Query.of(List.of("SELECT ?|?"), values, Grammar.ORACLE).getFirst().jdbc())
        .isEqualTo("SELECT ?|?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "MYSQL      ~ `a``b`.c   ~ a`b c",
        "SQL_SERVER ~ db.[a b].c ~ db a b c",
        "SNOWFLAKE  ~ d.s.\"T\"  ~ d s T",
      })
  void namesAreQuotedAsTheDatabaseHasIt(Grammar grammar, String text, String parts)
      throws Exception {
    var name = Name.of(text, grammar);

    assertThat(String.join(" ", name.parts().stream().map(Name.Part::text).toList()))
        .isEqualTo(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {"POSTGRES ~ `a`", "MYSQL ~ a b", "MYSQL ~ a.b.c.d", "H2 ~ a;--"})
  void whatIsNoNameIsRefused(Grammar grammar, String text) {
    var thrown = catchThrowableOfType(ToolFailure.class, () -> Name.of(text, grammar));

    assertThat(thrown.failure().message()).contains("is not the name of a table");
  }
}
