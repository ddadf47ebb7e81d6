package io.noetl.store;

import java.time.Instant;

/// An event as the columns of the table `event` (docs/events.md). Absent texts are empty, absent
/// ids 0, an absent index -1; all of these are NULL in a database. `context`, `result` and `meta`
/// hold JSON.
public record EventRow(
    long execution,
    long number,
    long catalog,
    long parent,
    long parentExecution,
    Instant createdAt,
    String type,
    String nodeId,
    String nodeName,
    String nodeType,
    String status,
    String context,
    String result,
    String meta,
    String error,
    int index,
    String item,
    String worker,
    String trace) {}
