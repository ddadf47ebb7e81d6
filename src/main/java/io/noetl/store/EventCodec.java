package io.noetl.store;

import io.noetl.broker.Entry;
import java.util.Arrays;
import java.util.List;

/// Events to and from rows, without loss either way: `decode(encode(e))` is `e`. What the rows look
/// like is a contract: docs/events.md.
public final class EventCodec {
  private static final List<String> NAMES =
      Arrays.stream(EventKind.values()).map(kind -> kind.wire).toList();

  private EventCodec() {}

  /// The wire names of all events.
  public static List<String> names() {
    return NAMES;
  }

  /// The row of an entry. `parent` is the execution whose step started this one, `catalog` the id
  /// of its playbook; 0 for none.
  public static EventRow encode(long execution, long parent, long catalog, Entry entry) {
    return new EventEncoder(execution, parent, catalog, entry).row();
  }

  public static Entry decode(EventRow row) {
    return new EventDecoder(row).entry();
  }

  /// Names a visit of a step: `<execution>:<step>`, from the second on with `#<visit>`.
  static String nodeId(long execution, String step, int visit) {
    return visit > 1 ? execution + ":" + step + "#" + visit : execution + ":" + step;
  }
}
