package io.noetl.tool;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Ends a child process together with everything that it started.
public final class ProcessGroup {
  /// `sh` and its `kill` are on every POSIX system, and are done at once.
  private static final int KILL_SECONDS_MAX = 5;

  private ProcessGroup() {}

  /// Kills `leader`, its descendants, and the processes of its group (if it leads one) that have
  /// lost their parent.
  public static void kill(Process leader) {
    leader.descendants().forEach(ProcessHandle::destroyForcibly);
    killGroup(leader.pid());
    leader.destroyForcibly();
  }

  private static void killGroup(long id) {
    try {
      var kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + id)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.getOutputStream().close();
      kill.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (IOException e) {
      // Without a shell the descendants above are all that can be reached.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
