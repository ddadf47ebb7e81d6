import { type Execution, isOver, type Status } from "../../api/types";

/** An execution as the list keeps it: light, since a hundred thousand of them may be loaded. */
export interface Row {
  id: string;
  path: string;
  version: number;
  status: Status;
  progress: number;
  start: string;
  end: string | null;
  parent: string | null;
  retryOf: string | null;
  error: string | null;
}

// There are few paths and few different errors: each text is kept once.
const KNOWN_MAX = 5_000;
const known = new Map<string, string>();

function once(text: string): string {
  const before = known.get(text);
  if (before !== undefined) {
    return before;
  }
  if (known.size >= KNOWN_MAX) {
    known.clear();
  }
  known.set(text, text);
  return text;
}

export function rowOf(execution: Execution): Row {
  return {
    id: execution.execution_id,
    path: once(execution.path),
    version: execution.version,
    status: execution.status,
    progress: execution.progress,
    start: execution.start_time,
    end: execution.end_time ?? null,
    parent: execution.parent_execution_id ?? null,
    retryOf: execution.retry_of ?? null,
    error: execution.error ? once(execution.error) : null,
  };
}

export const isActive = (row: Row) => !isOver(row.status);

/** Whether an id is of a later execution: ids are numbers, too large for JavaScript's. */
export function isNewer(id: string, other: string): boolean {
  return id.length === other.length ? id > other : id.length > other.length;
}
