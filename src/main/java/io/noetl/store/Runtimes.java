package io.noetl.store;

import io.noetl.value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The registry of the system's parts: worker pools, servers, brokers.
public interface Runtimes {
  /// Enters a part under (kind, name), or renews its entry, with a heartbeat now; its id.
  long register(Part part);

  /// Notes that the part is alive; false if it is unknown and must register (again).
  boolean heartbeat(String kind, String name, Fields detail);

  /// Marks it offline; false if it is unknown.
  boolean deregister(String kind, String name);

  /// Those of `kind` (of all if empty), by name. A part silent for longer than `patience` is
  /// `offline`.
  List<Row> list(String kind, Duration patience);

  /// `kind` is worker_pool, server_api or broker; `status` ready, busy or offline; `capacity` its
  /// slots; `detail` what else it tells (pid, hostname, version).
  record Part(
      String kind,
      String name,
      String uri,
      String status,
      int capacity,
      Fields labels,
      Fields detail) {}

  /// A part as it is registered.
  record Row(long id, Part part, Instant heartbeat, Instant createdAt, Instant updatedAt) {}
}
