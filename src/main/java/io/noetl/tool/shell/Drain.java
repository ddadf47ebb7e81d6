package io.noetl.tool.shell;

import io.noetl.tool.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Reads what a process writes, on a thread of its own: the beginning is kept, the rest counted.
final class Drain {
  private static final int KEPT_MAX = 1 << 20;
  private static final Duration SOON = Duration.ofMillis(500);

  private final StringBuilder kept = new StringBuilder();
  private final Thread thread;
  private long dropped;

  Drain(InputStream in, Watch watch) {
    // Reading a pipe would hold a carrier of virtual threads as long as the command is silent.
    thread = Thread.ofPlatform().daemon().name("noetl-shell-output").start(() -> read(in, watch));
  }

  private void read(InputStream in, Watch watch) {
    var buffer = new char[8192];
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        watch.log(new String(buffer, 0, count));
        keep(buffer, count);
      }
    } catch (IOException e) {
      // The process was killed while it wrote.
    }
  }

  private synchronized void keep(char[] buffer, int count) {
    int room = Math.min(count, KEPT_MAX - kept.length());
    kept.append(buffer, 0, room);
    dropped += count - room;
  }

  /// Whether all of it is read, or is so after a short while.
  boolean isDoneSoon() throws InterruptedException {
    return thread.join(SOON);
  }

  synchronized String text() {
    return dropped == 0
        ? kept.toString()
        : kept + "\n[%d more characters not kept]".formatted(dropped);
  }
}
