package io.noetl.tool.sql;

import io.noetl.tool.Saver;

/// What names one save for ever: the same for every delivery of a job, another for each attempt.
public record Mark(long execution, String step, int visit, String iteration, int attempt) {

  /// Reads the key `execution/step/visit`, or with `/index` behind it for iterations.
  public static Mark of(Saver.Order order) {
    var key = order.key();
    int slash = key.indexOf('/');
    var begin = slash + 1 + order.step().length() + 1;
    if (slash < 1 || !key.startsWith(order.step() + "/", slash + 1)) {
      throw new IllegalArgumentException(
          "not the key of a job of %s: %s".formatted(order.step(), key));
    }
    int next = key.indexOf('/', begin);
    return new Mark(
        Long.parseLong(key.substring(0, slash)),
        order.step(),
        Integer.parseInt(next < 0 ? key.substring(begin) : key.substring(begin, next)),
        next < 0 ? "" : key.substring(next + 1),
        order.attempt());
  }
}
