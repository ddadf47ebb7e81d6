package io.noetl.store;

import io.noetl.value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of credentials. What is secret in them comes here encrypted.
public interface Credentials {
  /// Adds a credential, or replaces the one of that name (which keeps its id and `createdAt`).
  Row put(Row row);

  Optional<Row> find(String name);

  /// Those of `type` (of all if empty) whose name, tags or description contain `text`, by name.
  List<Row> list(String type, String text);

  /// False if there is none of that name.
  boolean delete(String name);

  /// Puts `data` and `keyId` in place of the row's, unless it has changed meanwhile. Nothing else
  /// changes, `updatedAt` neither: what the credential says is the same.
  boolean rewrap(Row seen, String data, String keyId);

  /// `id` is 0 before it is stored; the instants are the caller's. `data` is the encrypted envelope
  /// as text, `keyId` names the master key that it needs.
  record Row(
      long id,
      String name,
      String type,
      String data,
      String keyId,
      Fields meta,
      List<String> tags,
      String description,
      Instant createdAt,
      Instant updatedAt) {
    public Row {
      tags = List.copyOf(tags);
    }
  }
}
