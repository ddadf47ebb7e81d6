package io.noetl.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// When each piece begins and ends, in milliseconds from the start. `critical` is a longest way
/// through the plan, `lengthMillis` its length: no number of workers and resources makes it
/// shorter.
public record Schedule(
    Map<String, Long> starts, Map<String, Long> ends, List<String> critical, long lengthMillis) {
  public Schedule {
    starts = Collections.unmodifiableMap(new LinkedHashMap<>(starts));
    ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
    critical = List.copyOf(critical);
  }

  /// When all is done.
  public long makespanMillis() {
    return ends.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
