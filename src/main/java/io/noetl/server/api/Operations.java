package io.noetl.server.api;

import io.noetl.engine.Engine;
import io.noetl.engine.Engine.Answer;
import io.noetl.engine.Order;
import io.noetl.job.JobSource;
import io.noetl.store.Holder;

/// What the server asks of the engine.
public interface Operations {
  /// Starts an execution; durable when it returns. Under an id that exists already nothing happens.
  Answer<Long> start(Order order) throws InterruptedException;

  Answer<Long> cancel(long execution, String detail) throws InterruptedException;

  Answer<Long> pause(long execution) throws InterruptedException;

  Answer<Long> resume(long execution) throws InterruptedException;

  /// Does an ended execution again as a new one, from `step` on (from its beginning if empty);
  /// answers with the new id, which is `again` unless that is 0. Under an id that exists already
  /// nothing happens.
  Answer<Long> retry(long execution, String step, long again) throws InterruptedException;

  /// The jobs for one remote worker.
  JobSource jobs(Holder holder);

  /// Tells of every commit of this engine, on its threads.
  void observe(Engine.Observer observer);

  /// The name of this engine.
  String incarnation();
}
