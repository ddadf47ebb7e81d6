package io.noetl.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Where statements end.
class ScriptTest {

  static Stream<Arguments> scripts() {
    return Stream.of(
        of("", List.of()),
        of(" ; ;\n; -- nothing\n/* nothing */;", List.of()),
        of("SELECT 1", List.of("SELECT 1")),
        of("SELECT 1; SELECT 2;", List.of("SELECT 1", "SELECT 2")),
        of("SELECT ';'; SELECT 2", List.of("SELECT ';'", "SELECT 2")),
        of("SELECT 'it''s;'; SELECT 2", List.of("SELECT 'it''s;'", "SELECT 2")),
        of("SELECT '\\'; SELECT 2", List.of("SELECT '\\'", "SELECT 2")),
        of("SELECT E'\\';'; SELECT 2", List.of("SELECT E'\\';'", "SELECT 2")),
        of("SELECT e'a''\\';'; SELECT 2", List.of("SELECT e'a''\\';'", "SELECT 2")),
        of("SELECT type'a\\'; SELECT 2", List.of("SELECT type'a\\'", "SELECT 2")),
        of("SELECT \"a;\"\"b\"; SELECT 2", List.of("SELECT \"a;\"\"b\"", "SELECT 2")),
        of("SELECT $$a;b$$; SELECT 2", List.of("SELECT $$a;b$$", "SELECT 2")),
        of("SELECT $a$;$b$;$$;$a$; SELECT 2", List.of("SELECT $a$;$b$;$$;$a$", "SELECT 2")),
        of("SELECT a$b$ FROM c; SELECT d$b$", List.of("SELECT a$b$ FROM c", "SELECT d$b$")),
        of("SELECT $1; SELECT $2", List.of("SELECT $1", "SELECT $2")),
        of("-- first; one\nSELECT 1; -- last; one", List.of("SELECT 1")),
        of("SELECT 1 -- a;b\n+ 1; SELECT 2", List.of("SELECT 1 -- a;b\n+ 1", "SELECT 2")),
        of(
            "SELECT /* a; /* b; */ c; */ 1; SELECT 2",
            List.of("SELECT /* a; /* b; */ c; */ 1", "SELECT 2")),
        of("/*+ hint */ SELECT 1; SELECT 2", List.of("/*+ hint */ SELECT 1", "SELECT 2")),
        of(
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
            List.of("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3")),
        of("BEGIN; SELECT 1; END; SELECT 2", List.of("BEGIN", "SELECT 1", "END", "SELECT 2")),
        of(
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1"
                + " END; END; SELECT 2",
            List.of(
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true"
                    + " THEN 1 END; END",
                "SELECT 2")),
        of(
            "create or replace procedure p() begin atomic select 1; end; begin; end",
            List.of("create or replace procedure p() begin atomic select 1; end", "begin", "end")),
        of("SELECT 'no end; SELECT 2", List.of("SELECT 'no end; SELECT 2")),
        of("SELECT 1 /* no end; SELECT 2", List.of("SELECT 1 /* no end; SELECT 2")),
        of("SELECT $x$ no end; SELECT 2", List.of("SELECT $x$ no end; SELECT 2")),
        of("SELECT 1); SELECT 2", List.of("SELECT 1)", "SELECT 2")));
  }

  private static Arguments of(String script, List<String> statements) {
    return Arguments.of(script, statements);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void statementsEndWhereTheyEnd(String script, List<String> statements) {
    assertThat(Script.statements(script)).isEqualTo(statements);
  }
}
