package io.noetl.engine;

import io.noetl.broker.Origin;
import io.noetl.value.Fields;
import java.util.Optional;

/// The start of an execution as it is asked for: `payload` is laid over the playbook's workload as
/// `merging` says, `settings` over all of it (they reach into maps whatever `merging` says).
/// `origin` names an execution that it belongs to; nobody is told of its end.
public record Launch(
    Playbooks.Ready playbook,
    Fields payload,
    Merging merging,
    Fields settings,
    Origin origin,
    Optional<Key> key) {

  /// Under which the request may be repeated. `digest` stands for its content.
  public record Key(String text, String digest) {}

  public static Launch of(Playbooks.Ready playbook) {
    return new Launch(
        playbook, Fields.EMPTY, Merging.SHALLOW, Fields.EMPTY, Origin.NONE, Optional.empty());
  }

  public Launch with(Fields newPayload, Merging newMerging) {
    return new Launch(playbook, newPayload, newMerging, settings, origin, key);
  }

  public Launch withSettings(Fields newSettings) {
    return new Launch(playbook, payload, merging, newSettings, origin, key);
  }

  public Launch under(Origin newOrigin) {
    return new Launch(playbook, payload, merging, settings, newOrigin, key);
  }

  public Launch withKey(Key newKey) {
    return new Launch(playbook, payload, merging, settings, origin, Optional.of(newKey));
  }

  Workloads.Given given() {
    return new Workloads.Given(payload, merging, settings);
  }
}
