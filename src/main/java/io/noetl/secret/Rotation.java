package io.noetl.secret;

import java.util.List;

/// What a rotation did: `rewrapped` credentials were put under the key `keyId`; those in
/// `unreadable` need a key that is not known; the keys in `dropped` are gone, those in `old` are
/// kept for reading.
public record Rotation(
    String keyId, int rewrapped, List<String> unreadable, List<String> old, List<String> dropped) {
  public Rotation {
    unreadable = List.copyOf(unreadable);
    old = List.copyOf(old);
    dropped = List.copyOf(dropped);
  }

  /// What becomes of the old keys when nothing is under them any more.
  public enum OldKeys {
    /// They stay: copies of the data directory from before still need them.
    KEEP,
    DROP
  }
}
