package io.noetl.broker;

import java.time.Instant;

/// What a decision takes from outside beside the fact itself: the instant (whole microseconds), the
/// seed of all chance in it, and how many new jobs a worker at hand can begin at once; these are
/// born leased to `worker`.
public record Occasion(Instant at, long seed, int slots, String worker) {}
