package io.noetl.store;

import io.noetl.broker.Timer;

/// A timer of an execution that nobody has carried out in time.
public record DueTimer(long execution, Timer timer) {}
