package io.noetl.tool.duckdb;

import java.util.HashMap;
import java.util.Map;

/// What is known of the tables of an open database: nobody else can change them, so it holds until
/// a statement may have. Asking anew would cost a save of one row a third of its time.
final class Catalog {
  private static final int TABLES_MAX = 200;

  private final Map<String, Map<String, Column>> tables = new HashMap<>();
  private boolean hasMarkers;
  private long version;

  /// Names a state of the catalog: what was read in it may be remembered only while it lasts.
  synchronized long version() {
    return version;
  }

  /// The columns of a table by their folded names; empty where they are not known.
  synchronized Map<String, Column> columns(String table) {
    return tables.getOrDefault(table, Map.of());
  }

  synchronized void remember(String table, Map<String, Column> columns, long asOf) {
    if (asOf == version && tables.size() < TABLES_MAX) {
      tables.put(table, columns);
    }
  }

  /// Whether the table of marks is there.
  synchronized boolean hasMarkers() {
    return hasMarkers;
  }

  synchronized void rememberMarkers(long asOf) {
    hasMarkers |= asOf == version;
  }

  synchronized void forget() {
    tables.clear();
    hasMarkers = false;
    version++;
  }
}
