package io.noetl.tool.sql;

import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.util.List;

/// What may be bound to placeholders: by place (`?`, `$1`) and by name (`:name`).
public record Values(List<Value> list, Fields named) {
  public Values {
    list = List.copyOf(list);
  }
}
