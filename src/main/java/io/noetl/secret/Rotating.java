package io.noetl.secret;

import io.noetl.store.Credentials;
import io.noetl.store.Credentials.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Puts every credential under the current master key while others read and write them. It can be
/// broken off at any point and run again: each row is complete before and after.
final class Rotating {
  /// Rows that change meanwhile are looked at again; each pass finds fewer.
  private static final int PASSES_MAX = 100;

  private final Credentials table;
  private final KeySource source;
  private final Set<String> unreadable = new HashSet<>();
  private int rewrapped;

  Rotating(Credentials table, KeySource source) {
    this.table = table;
    this.source = source;
  }

  Rotation run(Rotation.OldKeys oldKeys) {
    var keys = keys();
    rewrapAll(keys);
    var dropped = oldKeys == Rotation.OldKeys.DROP ? drop(keys) : List.<String>of();
    var old = new ArrayList<>(source.read().ids());
    old.remove(keys.current().id());
    return new Rotation(
        keys.current().id(), rewrapped, unreadable.stream().sorted().toList(), old, dropped);
  }

  /// The keys to rotate with. A new one is made unless an earlier rotation was not finished; those
  /// from variables are what the environment says.
  private MasterKeys keys() {
    var keys = source.read();
    if (keys.isEmpty()) {
      Keychain.checkNoOrphans(table);
      return source.readOrMake();
    }
    return switch (source) {
      case KeyVariables _ -> keys;
      case KeyFile file -> isSettled(keys) ? file.addKey() : keys;
    };
  }

  private boolean isSettled(MasterKeys keys) {
    return table.list("", "").stream().noneMatch(row -> isToDo(row, keys));
  }

  /// One that cannot be read is left for whoever has its key.
  private static boolean isToDo(Row row, MasterKeys keys) {
    return !row.keyId().equals(keys.current().id()) && keys.find(row.keyId()).isPresent();
  }

  private void rewrapAll(MasterKeys keys) {
    for (int pass = 0; pass < PASSES_MAX; pass++) {
      int left = 0;
      for (var row : table.list("", "")) {
        if (!row.keyId().equals(keys.current().id())) {
          left += isDone(row, keys) ? 0 : 1;
        }
      }
      if (left == 0) {
        return;
      }
    }
    throw SecretError.unusable("the credentials change all the time: rotate the key again later");
  }

  /// False if the row has changed meanwhile, so that it must be looked at again.
  private boolean isDone(Row row, MasterKeys keys) {
    try {
      var label = Keychain.label(row);
      var envelope = Envelope.parse(row.data(), label).rewrapped(label, keys, keys.current());
      boolean done = table.rewrap(row, envelope.text(), envelope.keyId());
      rewrapped += done ? 1 : 0;
      return done;
    } catch (SecretError e) {
      unreadable.add(row.name());
      return true;
    }
  }

  /// Drops the old keys that nothing is under. Whoever wrote a row under one of them at the last
  /// moment either sees that it is gone and writes again, or the row is found here and rewrapped.
  private List<String> drop(MasterKeys keys) {
    if (!(source instanceof KeyFile file)) {
      return List.of();
    }
    var needed = new HashSet<String>();
    needed.add(keys.current().id());
    table.list("", "").forEach(row -> needed.add(row.keyId()));
    var dropped = new ArrayList<>(keys.ids());
    dropped.removeAll(file.retain(needed).ids());
    rewrapAll(keys);
    return dropped;
  }
}
