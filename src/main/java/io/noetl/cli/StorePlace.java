package io.noetl.cli;

import io.noetl.store.Store;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.Settings;
import io.noetl.store.sqlite.SqliteStore;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Where a server keeps its executions: in a PostgreSQL database if there is one, else in the
/// directory. The directory is also where the master key lies, unless the environment has it.
record StorePlace(Path directory, Optional<Settings> database) {
  static final String DB = "--db";
  private static final String VARIABLE = "NOETL_DB";
  private static final String USER = "NOETL_DB_USER";
  private static final String PASSWORD = "NOETL_DB_PASSWORD";

  private static final Pattern URL =
      Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^/@:]*)(?::([^/@]*))?@)?([^@]*)");

  static OptionSpec option() {
    return Options.text(
        DB,
        "URL|DIR",
        "A PostgreSQL database (postgresql://host/name; user and password from"
            + " NOETL_DB_USER and NOETL_DB_PASSWORD), or a data directory. Default: $NOETL_DB"
            + " unless --data is given, else the data directory.");
  }

  /// What `--db` says, or NOETL_DB unless `--data` is given; else the data directory.
  static StorePlace of(ParseResult given, Map<String, String> env) {
    var option = Options.text(given, DB);
    boolean isAsked = !option.isEmpty() || !Options.has(given, Options.DATA);
    var text = option.isEmpty() && isAsked ? env.getOrDefault(VARIABLE, "") : option;
    var directory = DataDirectory.of(given, env);
    if (text.isEmpty()) {
      return new StorePlace(directory, Optional.empty());
    }
    var url = URL.matcher(text);
    if (url.matches()) {
      return new StorePlace(directory, Optional.of(settings(url, env)));
    }
    if (text.contains("://") || text.startsWith("jdbc:")) {
      throw CommandError.usage(
          "%s: expected postgresql://HOST:PORT/NAME or a directory, found '%s'"
              .formatted(DB, Settings.of(text, "", "").place()));
    }
    return new StorePlace(DataDirectory.path(text), Optional.empty());
  }

  /// A user and a password may stand in the URL, as in those of other programs.
  private static Settings settings(Matcher url, Map<String, String> env) {
    var user = env.getOrDefault(USER, decoded(url.group(1)));
    var password = env.getOrDefault(PASSWORD, decoded(url.group(2)));
    return Settings.of("jdbc:postgresql://" + url.group(3), user, password);
  }

  private static String decoded(@Nullable String part) {
    return part == null ? "" : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Store open() {
    return database.<Store>map(PostgresStore::open).orElseGet(() -> SqliteStore.open(directory));
  }

  /// For who only looks: no directory is made.
  Store look() {
    return database.isPresent() ? open() : DataDirectory.look(directory);
  }

  @Override
  public String toString() {
    return database.map(Settings::place).orElseGet(directory::toString);
  }
}
