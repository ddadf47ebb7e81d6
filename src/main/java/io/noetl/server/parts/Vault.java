package io.noetl.server.parts;

import io.noetl.value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The credentials. What is secret in them goes in and comes out for jobs only.
public interface Vault {
  /// A credential without its secrets.
  record Entry(
      long id,
      String name,
      String type,
      Fields meta,
      List<String> tags,
      String description,
      Instant createdAt,
      Instant updatedAt) {
    public Entry {
      tags = List.copyOf(tags);
    }
  }

  /// A credential on its way in.
  record Deposit(
      String name, String type, Fields data, Fields meta, List<String> tags, String description) {
    public Deposit {
      tags = List.copyOf(tags);
    }
  }

  /// Adds it, or replaces the one of that name.
  Entry put(Deposit deposit);

  Optional<Entry> find(String name);

  /// Those of `type` (of all if empty) whose name, tags or description contain `text`, by name.
  List<Entry> list(String type, String text);

  /// False if there is none of that name.
  boolean delete(String name);

  /// What is secret in it, for a job that needs it.
  Optional<Fields> secrets(String name);
}
