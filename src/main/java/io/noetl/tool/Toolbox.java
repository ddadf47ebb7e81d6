package io.noetl.tool;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The tools and savers that a worker has.
public final class Toolbox implements AutoCloseable {
  private final Map<String, Tool> tools = new TreeMap<>();
  private final Map<String, Saver> savers = new TreeMap<>();

  public Toolbox(List<Tool> tools, List<Saver> savers) {
    tools.forEach(tool -> this.tools.put(tool.kind(), tool));
    savers.forEach(saver -> this.savers.put(saver.storage(), saver));
  }

  public Optional<Tool> find(String kind) {
    return Optional.ofNullable(tools.get(kind));
  }

  /// The saver for a `storage`.
  public Optional<Saver> saver(String storage) {
    return Optional.ofNullable(savers.get(storage));
  }

  public Set<String> kinds() {
    return Collections.unmodifiableSet(tools.keySet());
  }

  public Set<String> storages() {
    return Collections.unmodifiableSet(savers.keySet());
  }

  @Override
  public void close() {
    tools.values().forEach(Tool::close);
    savers.values().forEach(Saver::close);
  }
}
