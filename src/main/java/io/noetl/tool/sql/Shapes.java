package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What tables of targets `T` look like, asked once for each; forgotten when a save to one fails.
public final class Shapes<T, S> {
  private static final int KEPT_MAX = 1000;

  private final Describing<T, S> describing;
  private final Map<Place<T>, S> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place<T>, S> eldest) {
          return size() > KEPT_MAX;
        }
      };

  public Shapes(Describing<T, S> describing) {
    this.describing = describing;
  }

  /// Asks a database; throws where there is no such table.
  @FunctionalInterface
  public interface Describing<T, S> {
    S describe(Connection connection, T target, Name name) throws SQLException, ToolFailure;
  }

  private record Place<T>(T target, Name name) {}

  /// `fresh`: it was asked for just now.
  public record Found<S>(S table, boolean fresh) {}

  public Found<S> find(Connection connection, T target, Name name)
      throws SQLException, ToolFailure {
    var place = new Place<>(target, name);
    synchronized (this) {
      var known = kept.get(place);
      if (known != null) {
        return new Found<>(known, false);
      }
    }
    var table = describing.describe(connection, target, name);
    synchronized (this) {
      kept.put(place, table);
    }
    return new Found<>(table, true);
  }

  public synchronized void forget(T target, Name name) {
    kept.remove(new Place<>(target, name));
  }
}
