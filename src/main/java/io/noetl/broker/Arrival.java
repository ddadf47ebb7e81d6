package io.noetl.broker;

import io.noetl.value.Fields;
import java.util.Map;

/// A branch that has reached a step and waits there: where it comes from, the event that sent it,
/// what it carries, and the latest visits of `join: any` steps that it descends from.
record Arrival(String from, long event, Fields data, Map<String, Integer> lineage) {}
