package io.noetl.tool;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.Set;

/// Secrets that others keep: files, vaults, clouds. Where they are and how one logs in there is the
/// operator's to say, in the environment; a playbook names them.
public interface Providers extends AutoCloseable {
  /// Where nobody keeps any.
  Providers NONE =
      (wanted, _) -> {
        throw ToolFailure.invalid(
            "secret", "no provider '%s' is known here".formatted(wanted.provider()));
      };

  /// Every word that may stand under `provider`, or as the `source` of an `auth`.
  Set<String> NAMES = Set.of("env", "file", "vault", "hashicorp", "google", "gcp", "aws", "azure");

  /// The secret, hidden from all that the call reports.
  Secret read(Wanted wanted, Watch watch) throws ToolFailure, InterruptedException;

  @Override
  default void close() {}

  /// Which secret is wanted: the keys of a step of type `secrets` in their canonical spelling, as
  /// far as they are given.
  record Wanted(Fields keys) {
    private static final List<String> KEYS =
        List.of(
            "provider",
            "secret_name",
            "version",
            "field",
            "project_id",
            "region",
            "vault",
            "mount");

    private static final Set<String> LATEST = Set.of("", "latest");

    /// What `given` says that names a secret; all else is left out.
    public static Wanted of(Fields given) {
      var keys = Fields.builder();
      for (var key : KEYS) {
        var text = text(given.get(key));
        if (!text.isBlank()) {
          keys.put(key, text.strip());
        }
      }
      return new Wanted(keys.build());
    }

    private static String text(Value value) {
      return switch (value) {
        case Text(var text) -> text;
        case Null _ -> "";
        default -> Json.write(value);
      };
    }

    public String provider() {
      return text("provider");
    }

    public String name() {
      return text("secret_name");
    }

    /// The version; empty for the latest.
    public String version() {
      return LATEST.contains(text("version")) ? "" : text("version");
    }

    public String text(String key) {
      return text(keys.get(key));
    }

    /// The same secret in that version; an empty one leaves it as it is.
    public Wanted at(String version) {
      return version.isEmpty() ? this : new Wanted(keys.with("version", Text.of(version)));
    }
  }

  /// A secret as it was read: its text, and the version that it is, if its provider has such.
  record Secret(String value, String version) {

    /// The fields of a credential: those of a JSON object, else the text under `value`.
    public Fields fields() {
      return json() instanceof Fields fields ? fields : Fields.of("value", Text.of(value));
    }

    private Value json() {
      if (!value.stripLeading().startsWith("{")) {
        return Null.NULL;
      }
      try {
        return Json.read(value);
      } catch (JsonError _) {
        return Null.NULL;
      }
    }

    /// Without what is secret.
    @Override
    public String toString() {
      return "Secret[" + version + "]";
    }
  }
}
