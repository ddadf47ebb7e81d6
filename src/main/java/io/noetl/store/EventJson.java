package io.noetl.store;

import io.noetl.value.Json;
import io.noetl.value.Text;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An event as a line of JSON: the columns of its row. Ids are strings, `created_at` is UTC with
/// six fraction digits, `context`, `result`, `meta` and `current_item` are JSON itself.
public final class EventJson {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder(400);

  private EventJson() {}

  public static String of(EventRow row) {
    var json = new EventJson();
    json.id("execution_id", row.execution());
    json.id("event_id", row.number());
    json.id("catalog_id", row.catalog());
    json.id("parent_event_id", row.parent());
    json.id("parent_execution_id", row.parentExecution());
    json.text("created_at", UTC.format(row.createdAt()));
    json.text("event_type", row.type());
    json.text("node_id", row.nodeId());
    json.text("node_name", row.nodeName());
    json.text("node_type", row.nodeType());
    json.text("status", row.status());
    json.raw("context", row.context());
    json.raw("result", row.result());
    json.raw("meta", row.meta());
    json.text("error", row.error());
    json.raw("current_index", row.index() < 0 ? "" : Integer.toString(row.index()));
    json.raw("current_item", row.item());
    json.text("worker_id", row.worker());
    json.text("stack_trace", row.trace());
    return json.out.append('}').toString();
  }

  private void id(String name, long id) {
    raw(name, id == 0 ? "" : "\"" + id + "\"");
  }

  private void text(String name, String text) {
    raw(name, text.isEmpty() ? "" : Json.write(Text.of(text)));
  }

  private void raw(String name, String json) {
    out.append(out.isEmpty() ? '{' : ',').append('"').append(name).append("\":");
    out.append(json.isEmpty() ? "null" : json);
  }
}
