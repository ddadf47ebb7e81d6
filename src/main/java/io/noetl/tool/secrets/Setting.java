package io.noetl.tool.secrets;

import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// What the operator has set: the variables of the process, and files in the home directory.
record Setting(Map<String, String> variables) {
  /// Files of credentials are a few lines.
  private static final int FILE_MAX = 1 << 20;

  Setting {
    variables = Map.copyOf(variables);
  }

  /// The first of the variables that is set; empty if none is.
  String first(String... names) {
    for (var name : names) {
      var value = variables.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  /// A file below the home directory.
  Path home(String path) {
    return Path.of(variables.getOrDefault("HOME", System.getProperty("user.home"))).resolve(path);
  }

  /// The text of the file; empty if there is none.
  static String text(Path file) throws ToolFailure {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(FILE_MAX + 1);
      if (bytes.length > FILE_MAX) {
        throw Refused.invalid("%s is larger than 1 MiB".formatted(file));
      }
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw Refused.invalid("%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
    }
  }

  /// Without the values.
  @Override
  public String toString() {
    return "Setting";
  }
}
