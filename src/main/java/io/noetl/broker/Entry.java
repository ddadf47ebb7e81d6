package io.noetl.broker;

import io.noetl.value.Fields;
import java.time.Instant;

/// An event in its place in the history: `number` is 1, 2, 3, ... within the execution, `parent`
/// the number of the event that caused it (0 for none). The first event of a decision holds the
/// fact that was decided upon (see [FactRecord]); the others hold an empty map.
public record Entry(long number, long parent, Instant at, Event event, Fields fact) {}
