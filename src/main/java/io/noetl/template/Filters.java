package io.noetl.template;

import java.util.Map;

/// All filters: what may stand after `|`.
final class Filters {
  static final Library ALL =
      Library.of(
          TextFilters::define,
          HtmlFilters::define,
          NumberFilters::define,
          ListFilters::define,
          PickFilters::define,
          DataFilters::define,
          JsonText::define,
          RegexFilters::define,
          TimeFilters::define);

  /// What people coming from elsewhere call them.
  private static final Map<String, String> FOREIGN =
      Map.of(
          "bool", "compare instead: `x == 'true'`",
          "str", "use `string`",
          "len", "use `length`",
          "size", "use `length`",
          "strip", "use `trim`",
          "number", "use `int` or `float`",
          "date", "use `strftime`",
          "get", "use `.get('key', otherwise)`",
          "keys", "use `.keys()`",
          "values", "use `.values()`");

  private Filters() {}

  static String hint(String name) {
    var foreign = FOREIGN.get(name);
    return foreign == null ? Spelling.hint(name, ALL.names()) : foreign;
  }
}
