package io.noetl.engine;

import io.noetl.broker.Origin;
import io.noetl.value.Fields;

/// A wish for a new execution. `execution` is the id that it shall have, 0 to draw one. `payload`
/// is laid over the playbook's workload as `merging` says, `settings` over all of it. `retryOf` is
/// the execution that it does again, 0 for none.
public record Order(
    long execution,
    Playbooks.Ready playbook,
    Fields payload,
    Merging merging,
    Fields settings,
    Origin origin,
    long retryOf) {

  public static Order of(Playbooks.Ready playbook, Fields payload, Merging merging) {
    return new Order(0, playbook, payload, merging, Fields.EMPTY, Origin.NONE, 0);
  }

  public Order with(Fields newSettings) {
    return new Order(execution, playbook, payload, merging, newSettings, origin, retryOf);
  }

  /// The same for an execution of this id.
  public Order under(long id) {
    return new Order(id, playbook, payload, merging, settings, origin, retryOf);
  }
}
