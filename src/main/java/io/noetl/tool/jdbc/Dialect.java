package io.noetl.tool.jdbc;

import io.noetl.tool.sql.Grammar;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What differs from database to database; known by the words that a JDBC URL begins with.
enum Dialect {
  DB2(Grammar.OTHER),
  DERBY(Grammar.OTHER),
  DUCKDB(Grammar.DUCKDB),
  H2(Grammar.H2),
  HSQLDB(Grammar.OTHER),
  MARIADB(Grammar.MYSQL),
  MYSQL(Grammar.MYSQL),
  ORACLE(Grammar.ORACLE),
  POSTGRES(Grammar.POSTGRES),
  SNOWFLAKE(Grammar.SNOWFLAKE),
  SQLITE(Grammar.SQLITE),
  SQL_SERVER(Grammar.SQL_SERVER),
  OTHER(Grammar.OTHER);

  /// Rows that a driver fetches at once, where nothing is said: few enough for wide ones.
  private static final int FETCHED = 500;

  /// Of a result; the driver would keep all of it in memory before we could count.
  private static final String RESULT_MAX = "64M";

  /// Within SQLite, others wait so long for one that writes.
  private static final String BUSY_MILLIS = "10000";

  private final Grammar grammar;

  Dialect(Grammar grammar) {
    this.grammar = grammar;
  }

  /// Wrappers name the database behind them: `jdbc:aws-wrapper:postgresql://..`.
  static Dialect of(String url) {
    for (var word : url.toLowerCase(Locale.ROOT).split("[:/;?]", 5)) {
      var dialect = named(word);
      if (dialect != OTHER) {
        return dialect;
      }
    }
    return OTHER;
  }

  private static Dialect named(String word) {
    return switch (word) {
      case "db2" -> DB2;
      case "derby" -> DERBY;
      case "duckdb" -> DUCKDB;
      case "h2" -> H2;
      case "hsqldb" -> HSQLDB;
      case "mariadb" -> MARIADB;
      case "mysql" -> MYSQL;
      case "oracle" -> ORACLE;
      case "postgresql", "yugabytedb" -> POSTGRES;
      case "snowflake" -> SNOWFLAKE;
      case "sqlite" -> SQLITE;
      case "sqlserver", "jtds" -> SQL_SERVER;
      default -> OTHER;
    };
  }

  Grammar grammar() {
    return grammar;
  }

  /// Whether code of this process reads and writes the files of the database at `url`.
  boolean isEmbedded(String url) {
    var place = url.toLowerCase(Locale.ROOT);
    return switch (this) {
      case SQLITE, DUCKDB -> true;
      case H2 -> !place.startsWith("jdbc:h2:tcp:") && !place.startsWith("jdbc:h2:ssl:");
      case HSQLDB -> !place.matches("jdbc:hsqldb:(hsql|http)s?://.*");
      case DERBY -> !place.startsWith("jdbc:derby://");
      default -> false;
    };
  }

  /// Whether it works in native code.
  boolean isNative() {
    return this == SQLITE || this == DUCKDB;
  }

  /// What a driver is told unless the author says otherwise.
  Map<String, String> defaults() {
    return switch (this) {
      // Texts take the type that their place wants: a date, a uuid, JSON.
      case POSTGRES ->
          Map.of(
              "stringtype", "unspecified",
              "ApplicationName", "noetl",
              "maxResultBuffer", RESULT_MAX);
      case SQLITE -> Map.of("busy_timeout", BUSY_MILLIS);
      // Its other form of results needs rights within the JVM that nobody gave it.
      case SNOWFLAKE -> Map.of("JDBC_QUERY_RESULT_FORMAT", "JSON", "TIMEZONE", "UTC");
      default -> Map.of();
    };
  }

  /// What is said to the database first: what texts without a zone mean must not depend on where
  /// the worker runs.
  List<String> greeting() {
    return switch (this) {
      case POSTGRES, H2 -> List.of("SET TIME ZONE 'UTC'");
      case MYSQL, MARIADB -> List.of("SET time_zone = '+00:00'");
      case ORACLE -> List.of("ALTER SESSION SET TIME_ZONE = 'UTC'");
      case DUCKDB -> List.of("SET TimeZone = 'UTC'");
      case DB2, DERBY, HSQLDB, SNOWFLAKE, SQLITE, SQL_SERVER, OTHER -> List.of();
    };
  }

  /// `said` is zero where the author says nothing. MySQL's driver streams at one value only, and
  /// keeps everything in memory at others.
  int fetchSize(int said) {
    if (said > 0) {
      return said;
    }
    return this == MYSQL ? Integer.MIN_VALUE : FETCHED;
  }

  /// Whether texts are taken for dates and times.
  boolean readsTimes() {
    return switch (this) {
      case DUCKDB, H2, MARIADB, MYSQL, POSTGRES, SNOWFLAKE, SQLITE, SQL_SERVER -> true;
      case DB2, DERBY, HSQLDB, ORACLE, OTHER -> false;
    };
  }

  /// What stands in a statement for a value of `column`.
  String placeholder(Column column) {
    return switch (this) {
      case H2 -> column.isJson() ? "? FORMAT JSON" : "?";
      case SNOWFLAKE -> column.isJson() ? "PARSE_JSON(?)" : "?";
      default -> "?";
    };
  }
}
