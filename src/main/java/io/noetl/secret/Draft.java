package io.noetl.secret;

import io.noetl.value.Fields;
import java.util.List;
import java.util.Locale;

/// A credential that somebody wants to register. `data` are what is secret about it.
public record Draft(
    String name, String type, Fields data, Fields meta, List<String> tags, String description) {
  public Draft {
    type = type.isBlank() ? CredentialType.GENERIC : type.strip().toLowerCase(Locale.ROOT);
    tags = tags.stream().map(String::strip).filter(tag -> !tag.isEmpty()).distinct().toList();
  }

  Label label() {
    return new Label(name, type);
  }

  /// The data are left out.
  @Override
  public String toString() {
    return "Draft[%s, %s]".formatted(name, type);
  }
}
