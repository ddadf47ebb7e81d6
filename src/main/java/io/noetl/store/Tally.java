package io.noetl.store;

import io.noetl.broker.Phase;

/// How many executions that started in one piece of a time (the first has place 0) stand in a
/// phase.
public record Tally(int place, Phase phase, long count) {}
