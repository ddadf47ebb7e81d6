import type { Event } from "../api/types";

let count = 0;

/** The next event of a history for tests: each has the next number, and a second more. */
export function event(event_type: string, more: Partial<Event> = {}): Event {
  count = event_type === "execution_start" ? 1 : count + 1;
  return {
    execution_id: "1",
    event_id: String(count),
    event_type,
    node_id: null,
    node_name: null,
    node_type: null,
    status: "RUNNING",
    created_at: new Date(count * 1000).toISOString(),
    parent_event_id: null,
    parent_execution_id: null,
    context: null,
    result: null,
    meta: null,
    error: null,
    current_index: null,
    current_item: null,
    worker_id: null,
    stack_trace: null,
    ...more,
  };
}
