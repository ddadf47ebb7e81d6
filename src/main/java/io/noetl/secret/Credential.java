package io.noetl.secret;

import io.noetl.store.Credentials.Row;
import io.noetl.value.Fields;
import java.time.Instant;
import java.util.List;

/// What may be told about a credential: all but its data. `keyId` names the master key that it is
/// under.
public record Credential(
    long id,
    String name,
    String type,
    String keyId,
    Fields meta,
    List<String> tags,
    String description,
    Instant createdAt,
    Instant updatedAt) {
  public Credential {
    tags = List.copyOf(tags);
  }

  static Credential of(Row row) {
    return new Credential(
        row.id(),
        row.name(),
        row.type(),
        row.keyId(),
        row.meta(),
        row.tags(),
        row.description(),
        row.createdAt(),
        row.updatedAt());
  }
}
