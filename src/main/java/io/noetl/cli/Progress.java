package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Shows how an execution goes on: a line for each step that has ended and, on a terminal, one for
/// each that goes on, drawn again while it does.
final class Progress implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(100);

  /// More running steps than this are only counted.
  private static final int LIVE_MAX = 12;

  /// Lines that wait to be written; a terminal that stands still must not fill the memory.
  private static final int LINES_MAX = 1_000;

  private final Screen screen;
  private final Strokes strokes;
  private final Story story = new Story();
  private final List<String> lasting = new ArrayList<>();
  private final Thread painter = Thread.ofVirtual().name("progress").unstarted(this::paint);
  private int dropped;
  private int frame;

  Progress(Console console) {
    screen = new Screen(console);
    strokes = new Strokes(console);
  }

  /// Knows already what has happened in an execution that is resumed.
  synchronized void begin(List<Entry> history) {
    history.forEach(story::add);
  }

  void start() {
    painter.start();
  }

  /// Something more has happened.
  synchronized void see(Entry entry) {
    story.add(entry);
    switch (entry.event()) {
      case Event.StepCompleted it -> story.visit(it).ifPresent(this::ended);
      case Event.StepFailed it -> story.visit(it).ifPresent(this::ended);
      case Event.StepCancelled it -> story.visit(it).ifPresent(this::ended);
      case Event.ActionRetry it ->
          story.visit(it).ifPresent(visit -> last(strokes.retry(visit, it.delayMillis())));
      default -> {}
    }
  }

  private void ended(Visit visit) {
    last(strokes.ended(visit));
  }

  private void last(String line) {
    if (lasting.size() < LINES_MAX) {
      lasting.add(line);
    } else {
      dropped++;
    }
  }

  private void paint() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        draw(live());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<String> live() {
    if (!screen.isLive()) {
      return List.of();
    }
    var now = Instant.now();
    var running = story.running();
    var lines = new ArrayList<String>();
    for (var visit : running.subList(0, Math.min(LIVE_MAX, running.size()))) {
      lines.add(strokes.running(visit, frame, now));
    }
    if (running.size() > LIVE_MAX) {
      lines.add(strokes.more(running.size() - LIVE_MAX));
    }
    frame++;
    return lines;
  }

  private void draw(List<String> live) {
    List<String> lines;
    synchronized (this) {
      lines = new ArrayList<>(lasting);
      if (dropped > 0) {
        lines.add(strokes.more(dropped));
      }
      lasting.clear();
      dropped = 0;
    }
    synchronized (screen) {
      screen.draw(lines, live);
    }
  }

  /// Writes a message between the lines; straight to the console it would be drawn over.
  void say(String message) {
    synchronized (this) {
      last(message);
    }
    draw(live());
  }

  /// Writes what is left and takes the live lines away.
  @Override
  public void close() {
    painter.interrupt();
    draw(List.of());
  }
}
