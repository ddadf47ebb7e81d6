package io.noetl.secret;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// Where the master keys come from:
///
/// - the variable `NOETL_MASTER_KEY`, with older keys in `NOETL_MASTER_KEYS_OLD` (between commas);
/// - the file that `NOETL_MASTER_KEY_FILE` names;
/// - else `master.key` in the data directory, which is made when it is first needed.
///
/// A file holds one key a line, the current one first.
public sealed interface KeySource permits KeyFile, KeyVariables {
  String KEY = "NOETL_MASTER_KEY";
  String FILE = "NOETL_MASTER_KEY_FILE";
  String OLD = "NOETL_MASTER_KEYS_OLD";

  /// The keys as they are now; none if there are none yet.
  MasterKeys read();

  /// The same, with a first key made if there is none.
  MasterKeys readOrMake();

  /// The source that `env` chooses for a data directory. Nothing is read yet.
  static KeySource of(Map<String, String> env, Path directory) {
    var key = env.getOrDefault(KEY, "");
    var file = env.getOrDefault(FILE, "");
    var old = env.getOrDefault(OLD, "");
    if (!key.isBlank() && !file.isBlank()) {
      throw SecretError.unusable("set %s or %s, not both".formatted(KEY, FILE));
    }
    if (key.isBlank() && !old.isBlank()) {
      throw SecretError.unusable("%s goes with %s, which is not set".formatted(OLD, KEY));
    }
    if (!key.isBlank()) {
      return new KeyVariables(key, old);
    }
    return file.isBlank() ? KeyFile.own(directory) : KeyFile.given(path(file));
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw SecretError.unusable("%s is no path: %s".formatted(FILE, e.getReason()));
    }
  }
}
