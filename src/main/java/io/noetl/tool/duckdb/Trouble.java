package io.noetl.tool.duckdb;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Failures out of what DuckDB says. It has no SQLSTATE: the kind of error that its message begins
/// with is the code (`catalog_error`).
final class Trouble {
  static final String NO_EXTENSIONS =
      "DuckDB's extensions cannot be loaded on a server or worker that others use, too";

  private static final int STATEMENT_MAX = 200;
  private static final int MESSAGE_MAX = 2000;

  private static final Pattern KIND = Pattern.compile("^([A-Z][A-Za-z ]{2,40}) Error: ");
  private static final Pattern DOWNLOAD =
      Pattern.compile("Failed to download extension \"([\\w.-]+)\" at URL \"([^\"]+)\"");
  private static final Pattern NOT_INSTALLED =
      Pattern.compile("Extension \"([^\"]*?)([\\w-]+)\\.duckdb_extension\" not found");
  private static final Pattern FORBIDDEN =
      Pattern.compile("Cannot access (?:file|directory) \"([^\"]*)\" - file system operations");
  private static final Pattern HELD =
      Pattern.compile("Conflicting lock is held in .*?\\((PID \\d+)");

  /// Settings that an author would have to look for; here they are keys of the step.
  private static final String ADVICE = "Possible solutions:";

  private Trouble() {}

  static String code(SQLException e) {
    var kind = KIND.matcher(text(e));
    return kind.find()
        ? kind.group(1).toLowerCase(Locale.ROOT).replace(' ', '_') + "_error"
        : "duckdb_error";
  }

  private static String text(SQLException e) {
    return String.valueOf(e.getMessage());
  }

  /// Two transactions changed the same rows or tables.
  static boolean isRivalry(SQLException e) {
    var text = text(e);
    return text.startsWith("TransactionContext Error") && text.contains("onflict");
  }

  static boolean isHeldElsewhere(SQLException e) {
    return text(e).contains("Could not set lock on file");
  }

  static ToolFailure heldElsewhere(Place place, SQLException e) {
    var holder = HELD.matcher(text(e));
    return ToolFailure.error(
        "database_in_use",
        ("the database %s is open in another process%s, and DuckDB lets only one work with a file:"
                + " wait until that has ended, name another file in 'database', or let one worker"
                + " do all steps that use it (a pool of its own)")
            .formatted(place, holder.find() ? " (" + holder.group(1) + ")" : ""));
  }

  static ToolFailure opening(Place place, SQLException e) {
    return ToolFailure.error(
        code(e), "cannot open the database %s: %s".formatted(place, message(e, "")));
  }

  /// `where` says which statement it was, `root` where files may be (empty: anywhere).
  static Failure failure(String where, String root, String query, SQLException e) {
    var suffix = query.isEmpty() ? "" : " (in: %s)".formatted(shortened(query));
    return Failure.error(code(e), where + message(e, root) + suffix);
  }

  /// DuckDB's message in one line, or a better one.
  static String message(SQLException e, String root) {
    var text = text(e);
    if (text.contains("Loading external extensions is disabled")
        || text.contains("/.duckdb/extensions/") && text.startsWith("Permission Error")) {
      return NO_EXTENSIONS;
    }
    var forbidden = FORBIDDEN.matcher(text);
    if (forbidden.find()) {
      return "the file %s is not below %s, the only place for files here"
          .formatted(forbidden.group(1), root);
    }
    var download = DOWNLOAD.matcher(text);
    if (download.find()) {
      var host = download.group(2).replaceFirst("^(https?://[^/]+).*", "$1");
      return Extensions.missing(download.group(1), "it cannot be fetched from " + host);
    }
    var missing = NOT_INSTALLED.matcher(text);
    if (missing.find()) {
      return Extensions.missing(missing.group(2), "it is not in " + missing.group(1));
    }
    int advice = text.indexOf(ADVICE);
    if (advice > 0) {
      return inOneLine(text.substring(0, advice)) + "; the step's limits: {memory: ...} allow more";
    }
    return inOneLine(text);
  }

  /// Without the excerpt of the statement that follows an empty line.
  private static String inOneLine(String text) {
    int excerpt = text.indexOf("\n\nLINE ");
    var line = (excerpt < 0 ? text : text.substring(0, excerpt)).strip().replaceAll("\\s+", " ");
    return line.length() <= MESSAGE_MAX ? line : line.substring(0, MESSAGE_MAX) + "...";
  }

  static String shortened(String query) {
    var line = query.strip().replaceAll("\\s+", " ");
    return line.length() <= STATEMENT_MAX ? line : line.substring(0, STATEMENT_MAX) + "...";
  }

  /// What a failed statement leaves in the step's result.
  static Fields entry(String query, Failure failure) {
    return Fields.builder()
        .put("status", "error")
        .put("code", failure.code())
        .put("message", failure.message())
        .put("statement", shortened(query))
        .build();
  }
}
