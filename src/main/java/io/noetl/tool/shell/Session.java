package io.noetl.tool.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lets a command lead a process group, so that it can be ended with all that it starts.
final class Session {
  private static final List<String> PLACES = List.of("/usr/bin/setsid", "/bin/setsid");

  private Session() {}

  /// The command under `setsid` where the system has it; else as it is, and only processes that are
  /// still its descendants can be found.
  static List<String> own(List<String> command) {
    for (var place : PLACES) {
      if (Files.isExecutable(Path.of(place))) {
        var words = new ArrayList<>(List.of(place));
        words.addAll(command);
        return words;
      }
    }
    return command;
  }
}
