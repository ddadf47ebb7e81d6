package io.noetl.tool.duckdb;

import io.noetl.tool.FileRoot;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Path;

/// Where a database is.
sealed interface Place {
  String IN_MEMORY = ":memory:";

  /// In the memory of one call; gone when it ends.
  record Memory() implements Place {
    @Override
    public String toString() {
      return IN_MEMORY;
    }
  }

  /// In a file that the author named.
  record Named(Path file) implements Place {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// In the file of an execution, which its steps share.
  record OfExecution(Path file) implements Place {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// What `database` means, in a call for `execution`; files of executions are in `directory`.
  static Place of(Value database, FileRoot files, Path directory, long execution)
      throws ToolFailure {
    return switch (database) {
      case Null _ -> new OfExecution(directory.resolve(execution + ".duckdb"));
      case Text(var text) when text.isBlank() ->
          new OfExecution(directory.resolve(execution + ".duckdb"));
      case Text(var text) when text.strip().equals(IN_MEMORY) -> new Memory();
      case Text(var text) -> new Named(files.resolve(text.strip(), "database"));
      default ->
          throw ToolFailure.invalid(
              "database", "'database' must be the path of a file, or " + IN_MEMORY);
    };
  }
}
