package io.noetl.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a command reads and writes: data go to `out`, messages to `err`, both in UTF-8 whatever the
/// locale says; `env` is the environment.
public record Console(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> env, Kind kind) {

  /// What stands behind `err`.
  public enum Kind {
    /// A terminal, whose lines can be drawn again.
    TERMINAL,
    /// A file, a pipe, or a terminal that can do nothing but lines.
    PLAIN
  }

  private static final int BUFFER = 8192;

  public Console {
    env = Map.copyOf(env);
  }

  /// That of this process.
  public static Console ofProcess() {
    var env = System.getenv();
    boolean isDumb = "dumb".equals(env.get("TERM")) || !env.containsKey("TERM");
    return new Console(
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        env,
        !isDumb && isTerminal() ? Kind.TERMINAL : Kind.PLAIN);
  }

  /// One without a terminal.
  public static Console plain(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> env) {
    return new Console(in, out, err, env, Kind.PLAIN);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    var buffered = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
    return new PrintStream(buffered, false, StandardCharsets.UTF_8);
  }

  /// Whether `err` is one. Linux says so of each stream; elsewhere Java knows only of all at once.
  private static boolean isTerminal() {
    var descriptor = Path.of("/proc/self/fd/2");
    try {
      var target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    }
  }

  /// A message for the user; it is seen at once.
  void say(String message) {
    err.print(message + "\n");
    err.flush();
  }

  /// A line of data.
  void print(String line) {
    out.print(line + "\n");
  }

  boolean hasColours() {
    return kind == Kind.TERMINAL && env.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /// Whether the terminal shows more than ASCII.
  boolean isUnicode() {
    for (var name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      var locale = env.getOrDefault(name, "");
      if (!locale.isEmpty()) {
        var upper = locale.toUpperCase(Locale.ROOT);
        return upper.contains("UTF-8") || upper.contains("UTF8");
      }
    }
    return false;
  }

  boolean isDebugging() {
    return env.getOrDefault("NOETL_DEBUG", "").equals("1");
  }

  /// All of standard input as text.
  String input() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }
}
