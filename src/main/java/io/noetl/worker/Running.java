package io.noetl.worker;

import io.noetl.job.Job;
import io.noetl.job.JobSource.Held;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A job that runs on its own thread.
final class Running {
  private final Job job;
  private final Thread thread;
  private final Log log = new Log();
  private final Redaction redaction = new Redaction();
  private final CallWatch watch;
  private volatile boolean abandoned;

  private Running(Job job, Thread thread) {
    this.job = job;
    this.thread = thread;
    watch = CallWatch.open(new Held(job.id(), job.fence()), log, redaction, thread);
  }

  /// A job that the current thread runs.
  static Running here(Job job) {
    return new Running(job, Thread.currentThread());
  }

  /// A job that a thread of its own will run by `work`, once it is started.
  static Running apart(Job job, Consumer<Running> work) {
    var self = new AtomicReference<Running>();
    var thread =
        Thread.ofVirtual().name("noetl-job-" + job.id()).unstarted(() -> work.accept(self.get()));
    var running = new Running(job, thread);
    self.set(running);
    return running;
  }

  void start() {
    thread.start();
  }

  Job job() {
    return job;
  }

  Log log() {
    return log;
  }

  Redaction redaction() {
    return redaction;
  }

  CallWatch watch() {
    return watch;
  }

  /// Ends it because the worker ends: somebody else will run it again, so nothing is reported.
  void abandon() {
    abandoned = true;
    watch.cancel();
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /// Interrupts whatever its thread still does.
  void interrupt() {
    thread.interrupt();
  }
}
