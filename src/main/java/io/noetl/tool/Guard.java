package io.noetl.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts commands that cannot outlive us: each leads a session of its own, within its limits, and
/// a watchman in it holds the other end of the process's standard input. When that closes, because
/// the call is over or because we were killed, he ends the whole group.
///
/// What the command reads therefore comes from a file, and not through that pipe.
public final class Guard {
  private static final String NOTHING = "/dev/null";

  /// Where the second signal comes that cannot be ignored.
  private static final long CPU_GRACE_SECONDS = 1;

  /// Linux has `setsid`; macOS has perl.
  private static final List<List<String>> LEADERS =
      List.of(
          List.of("/usr/bin/setsid"),
          List.of("/bin/setsid"),
          List.of(
              "/usr/bin/perl", "-MPOSIX=setsid", "-e", "setsid(); exec {$ARGV[0]} @ARGV; die $!"));

  /// Called with the file to read, the limits (0 for none) and the command. A limit that the system
  /// does not know would end some shells at once, so each is tried in a shell of its own first.
  private static final String SCRIPT =
      """
      input=$1 soft=$2 hard=$3 memory=$4
      shift 4
      exec 3<&0 <"$input"
      [ "$input" = /dev/null ] || /bin/rm -f -- "$input"
      (
        read -r over <&3
        kill -s KILL -- "-$$" || [ "$over" ] || kill -s KILL "$$"
      ) </dev/null >/dev/null 2>&1 &
      exec 3<&-
      ulimit -c 0
      bound() {
        if (ulimit "$@") 2>/dev/null
        then ulimit "$@"
        else echo "noetl: this system cannot keep the limit $*" >&2
        fi
      }
      [ "$soft" = 0 ] || { bound -S -t "$soft"; bound -H -t "$hard"; }
      [ "$memory" = 0 ] || bound -d "$memory"
      exec "$@"
      """;

  private final Process process;
  private final Path input;

  private Guard(Process process, Path input) {
    this.process = process;
    this.input = input;
  }

  /// Starts what `command` says (its words, directory and variables) with `input` to read.
  public static Guard start(ProcessBuilder command, String input, Limits limits)
      throws IOException {
    var file = input.isEmpty() ? Path.of(NOTHING) : file(input);
    try {
      return new Guard(command.command(words(command.command(), file, limits)).start(), file);
    } catch (IOException | RuntimeException e) {
      forget(file);
      throw e;
    }
  }

  private static List<String> words(List<String> command, Path input, Limits limits) {
    var words = new ArrayList<String>();
    for (var leader : LEADERS) {
      if (words.isEmpty() && Files.isExecutable(Path.of(leader.getFirst()))) {
        words.addAll(leader);
      }
    }
    words.addAll(List.of("/bin/sh", "-c", SCRIPT, "noetl", input.toString()));
    words.add(Long.toString(limits.cpu()));
    words.add(Long.toString(limits.cpu() + CPU_GRACE_SECONDS));
    words.add(Long.toString(limits.memory() >> 10)); // ulimit counts in kilobytes.
    words.addAll(command);
    return words;
  }

  /// Made with the rights of a temporary file: nobody else can read it.
  private static Path file(String input) throws IOException {
    var file = Files.createTempFile("noetl-input-", "");
    try {
      return Files.writeString(file, input, StandardCharsets.UTF_8);
    } catch (IOException e) {
      forget(file);
      throw e;
    }
  }

  public Process process() {
    return process;
  }

  /// Ends it at once, with all that it started.
  public void kill() {
    ProcessGroup.kill(process);
  }

  /// The command has ended: what it left running ends too.
  public void over() {
    try (var lifeline = process.getOutputStream()) {
      lifeline.write('.');
      lifeline.write('\n');
    } catch (IOException e) {
      // The watchman is gone: so is the group.
    }
  }

  /// Gives back what is left of it.
  public void close() throws IOException {
    if (process.isAlive()) {
      kill();
    }
    process.getOutputStream().close();
    forget(input);
  }

  private static void forget(Path file) throws IOException {
    if (!file.toString().equals(NOTHING)) {
      Files.deleteIfExists(file);
    }
  }
}
