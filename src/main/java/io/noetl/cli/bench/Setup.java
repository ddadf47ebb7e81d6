package io.noetl.cli.bench;

import java.time.Duration;

/// What is run. `size` is that of one execution (see [Workload]); `finished` and `running` are how
/// many executions the store holds beforehand that have ended, and that wait for a timer. With
/// `remoteWorkers` the store's own limit is not measured: they take jobs beside the appends.
public record Setup(
    Workload workload,
    int executions,
    int concurrency,
    int size,
    int payloadBytes,
    int rounds,
    Duration warmUp,
    int finished,
    int running,
    int remoteWorkers) {}
