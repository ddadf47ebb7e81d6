package io.noetl.tool;

import io.noetl.job.Failure;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Sizes;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What each process of a call may use: `memory` in bytes, `cpu` in whole seconds of processor
/// time; 0 is no limit. The system keeps them (RLIMIT_DATA, RLIMIT_CPU), not we.
public record Limits(long memory, long cpu) {
  public static final Limits NONE = new Limits(0, 0);

  /// An interpreter alone takes about half of it.
  private static final long MEMORY_MIN = 16 << 20;

  private static final int ABORTED = 128 + 6;
  private static final int KILLED = 128 + 9;
  private static final int CRASHED = 128 + 11;
  private static final int CPU_SPENT = 128 + 24;

  /// How programs say that they were given no more memory.
  private static final List<String> COMPLAINTS =
      List.of(
          "memoryerror",
          "cannot allocate memory",
          "out of memory",
          "memory exhausted",
          "bad_alloc");

  /// They say so near the end.
  private static final int COMPLAINT_MAX = 4000;

  /// The limits in the call's `limits: {memory: 512MB, cpu: 30s}`.
  public static Limits of(ToolCall call) throws ToolFailure {
    var limits = call.config("limits");
    if (limits == Null.NULL) {
      return NONE;
    }
    if (!(limits instanceof Fields fields)) {
      throw bad("`limits` must be a map such as {memory: 512MB, cpu: 30s}", limits);
    }
    return new Limits(memory(fields.get("memory")), cpu(fields.get("cpu")));
  }

  private static long memory(Value value) throws ToolFailure {
    if (value == Null.NULL) {
      return 0;
    }
    return Sizes.parse(value)
        .filter(bytes -> bytes >= MEMORY_MIN)
        .orElseThrow(
            () -> bad("`limits.memory` must be a size of at least 16MB, such as 512MB", value));
  }

  private static long cpu(Value value) throws ToolFailure {
    if (value == Null.NULL) {
      return 0;
    }
    return Durations.parse(value)
        .filter(time -> time.compareTo(Duration.ofSeconds(1)) >= 0)
        .orElseThrow(() -> bad("`limits.cpu` must be a time of at least 1s, such as 30s", value))
        .plusNanos(999_999_999)
        .toSeconds();
  }

  private static ToolFailure bad(String expected, Value found) {
    return ToolFailure.invalid("limits", expected + ", is " + Json.write(found));
  }

  public boolean areNone() {
    return equals(NONE);
  }

  /// Which limit ended a process that left with `exit`, where `said` is the last it wrote; nothing
  /// if none seems to have.
  public Optional<Failure> met(int exit, String said) {
    if (cpu > 0 && exit == CPU_SPENT) {
      return Optional.of(cpuMet());
    }
    var last = said.substring(Math.max(0, said.length() - COMPLAINT_MAX)).toLowerCase(Locale.ROOT);
    boolean complains = COMPLAINTS.stream().anyMatch(last::contains);
    boolean crashed = exit == ABORTED || exit == CRASHED;
    if (memory > 0 && exit != 0 && (complains || crashed)) {
      return Optional.of(memoryMet());
    }
    // One that will not hear the first signal gets another a second later.
    return cpu > 0 && exit == KILLED ? Optional.of(cpuMet()) : Optional.empty();
  }

  public Failure memoryMet() {
    return Failure.error(
        "memory_limit",
        "it needed more memory than its limit of %s: raise limits.memory, or take less at once"
            .formatted(Sizes.text(memory)));
  }

  private Failure cpuMet() {
    return Failure.error(
        "cpu_limit",
        "it used more processor time than its limit of %s: raise limits.cpu, or do less"
            .formatted(Durations.text(Duration.ofSeconds(cpu))));
  }
}
