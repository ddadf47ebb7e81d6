package io.noetl.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The processor time of everything that works for the measurement, by Linux's own books: this
/// process, those that it started, and the database's server where it is on this machine.
final class Cpu {
  private static final Path PROCESSES = Path.of("/proc");
  private static final long NANOS_PER_TICK = 10_000_000;

  /// Where the fields behind the name begin in `/proc/PID/stat`: the state is the third of all.
  private static final int UTIME = 14 - 3;

  private static final int CSTIME = 17 - 3;

  private final Supplier<Stream<Long>> processes;

  private Cpu(Supplier<Stream<Long>> processes) {
    this.processes = processes;
  }

  /// `database` is the process that serves one connection to it; 0 for none. Where there is no such
  /// process of PostgreSQL here, the server is elsewhere and its time unknown.
  static Cpu with(long database) {
    var server =
        isPostgres(database)
            ? ProcessHandle.of(database).flatMap(ProcessHandle::parent)
            : Optional.<ProcessHandle>empty();
    return new Cpu(
        () ->
            Stream.concat(
                    withChildren(ProcessHandle.current()),
                    server.stream().flatMap(Cpu::withChildren))
                .map(ProcessHandle::pid));
  }

  private static boolean isPostgres(long process) {
    try {
      return Files.readString(PROCESSES.resolve(process + "/comm")).startsWith("postgres");
    } catch (IOException _) {
      return false;
    }
  }

  private static Stream<ProcessHandle> withChildren(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  /// Used since the processes began, with that of their children that have ended.
  long nanos() {
    return processes.get().mapToLong(Cpu::nanosOf).sum();
  }

  private static long nanosOf(long process) {
    try {
      var stat = Files.readString(PROCESSES.resolve(process + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = UTIME; i <= CSTIME; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks * NANOS_PER_TICK;
    } catch (IOException _) {
      return 0; // It has ended meanwhile, and its parent's books have it; or this is no Linux.
    }
  }
}
