package io.noetl.tool.save;

import io.noetl.tool.Saver;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Text;

/// `storage: event_log`: the data go nowhere but into the save's own event.
public final class EventLogSaver implements Saver {
  @Override
  public String storage() {
    return "event_log";
  }

  @Override
  public Fields save(Order order, Watch watch) {
    return Fields.of("saved", Text.of(storage()), "data", order.data());
  }
}
