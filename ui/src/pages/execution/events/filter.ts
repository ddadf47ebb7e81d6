import type { Event } from "../../../api/types";

export interface EventFilter {
  /** The name of a type, or of a group of them. */
  type: string;
  status: string;
  step: string;
  text: string;
}

/** Groups of types that are worth a name. */
export const GROUPS: Record<string, { label: string; has: (event: Event) => boolean }> = {
  failures: { label: "Failures", has: (event) => event.status === "FAILED" },
  outline: {
    label: "All but iterations",
    has: (event) => !event.event_type.startsWith("iteration_"),
  },
  steps: { label: "Steps only", has: (event) => event.event_type.startsWith("step_") },
  attempts: { label: "Attempts only", has: (event) => event.event_type.startsWith("action_") },
  execution: {
    label: "The execution as a whole",
    has: (event) => event.event_type.startsWith("execution_"),
  },
};

/** All that an event says, lower case. It is made anew for each search: kept, it would be as large as the history. */
function wordsOf(event: Event): string {
  return JSON.stringify([
    event.event_id,
    event.event_type,
    event.node_name,
    event.node_type,
    event.worker_id,
    event.error,
    event.context,
    event.result,
    event.current_item,
    event.meta,
    event.stack_trace,
  ]).toLowerCase();
}

/** The test that a filter stands for; null if it lets everything pass. */
export function testOf({
  type,
  status,
  step,
  text,
}: EventFilter): ((event: Event) => boolean) | null {
  const tests: ((event: Event) => boolean)[] = [];
  if (type) {
    tests.push(GROUPS[type]?.has ?? ((event) => event.event_type === type));
  }
  if (status) {
    tests.push((event) => event.status === status);
  }
  if (step) {
    tests.push((event) => event.node_name === step);
  }
  const sought = text.trim().toLowerCase();
  if (sought) {
    // Text in JSON has its quotes and line ends escaped.
    const escaped = JSON.stringify(sought).slice(1, -1);
    tests.push((event) => wordsOf(event).includes(escaped));
  }
  return tests.length === 0 ? null : (event) => tests.every((it) => it(event));
}

/** How many events there are of each type, in the order in which they first came. */
export function typesOf(events: readonly Event[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { event_type: type } of events) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
