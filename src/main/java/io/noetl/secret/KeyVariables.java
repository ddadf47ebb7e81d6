package io.noetl.secret;

import java.util.ArrayList;

/// Keys from the environment. They change only when the process is started anew.
final class KeyVariables implements KeySource {
  private final String key;
  private final String old;

  KeyVariables(String key, String old) {
    this.key = key;
    this.old = old;
  }

  @Override
  public MasterKeys read() {
    var keys = new ArrayList<MasterKey>();
    keys.add(MasterKey.parse(key, KEY));
    for (var each : old.split(",", -1)) {
      if (!each.isBlank()) {
        keys.add(MasterKey.parse(each, OLD));
      }
    }
    return new MasterKeys(keys);
  }

  @Override
  public MasterKeys readOrMake() {
    return read();
  }
}
