package io.noetl.cli;

import io.noetl.tool.FileRoot;
import io.noetl.tool.duckdb.Surroundings;
import io.noetl.value.Durations;
import io.noetl.value.Text;
import java.nio.file.Path;
import java.util.Map;

/// Where the steps of a process find and write files. As with requests, a system that is one's own
/// has no bounds, and one that others use keeps to a directory.
final class FileOptions {
  static final String VARIABLE = "NOETL_FILES";
  private static final String DIRECTORY = "files";
  private static final String KEEP = "NOETL_DUCKDB_KEEP";

  private FileOptions() {}

  /// For a process of one's own: any file, relative paths from `NOETL_FILES` or where one is.
  static FileRoot own(Map<String, String> env) {
    return new FileRoot(
        DataDirectory.path(env.getOrDefault(VARIABLE, "")), FileRoot.Reach.ANYWHERE);
  }

  /// For one that others use: what lies below `NOETL_FILES`, or `files` in the data directory.
  static FileRoot shared(Map<String, String> env, Path data) {
    var named = env.getOrDefault(VARIABLE, "");
    return new FileRoot(
        named.isEmpty() ? data.resolve(DIRECTORY) : DataDirectory.path(named),
        FileRoot.Reach.BELOW_ROOT);
  }

  /// One of the two.
  static FileRoot of(boolean isOwn, Map<String, String> env, Path data) {
    return isOwn ? own(env) : shared(env, data);
  }

  /// What DuckDB's databases are opened with.
  static Surroundings duckDb(Map<String, String> env, Wiring.Part part) {
    var text = env.getOrDefault(KEEP, "");
    var keep =
        text.isEmpty()
            ? Surroundings.KEEP_DEFAULT
            : Durations.parse(Text.of(text))
                .orElseThrow(
                    () ->
                        CommandError.usage(
                            "%s: %s, not '%s'".formatted(KEEP, Durations.FORM, text)));
    return Surroundings.of(part.files(), part.data(), keep);
  }
}
