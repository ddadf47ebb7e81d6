import type { Event, Json, JsonMap, Transition } from "../api/types";

/** What an execution's events come to, step by step. Times are milliseconds since 1970, ends are null while it goes on. */
export interface History {
  /** All events so far, in order; they are never changed. */
  events: Event[];
  entry: string;
  steps: ReadonlyMap<string, StepHistory>;
  /** How often each edge was judged, by `edgeKey`. */
  edges: ReadonlyMap<string, EdgeHistory>;
  workload: Json;
  /** The execution that this one does again. */
  retryOf: string | null;
  start: number | null;
  end: number | null;
  /** Spans in which nothing began because somebody had paused it. */
  pauses: { start: number; end: number | null }[];
}

export type StepStatus = "RUNNING" | "COMPLETED" | "FAILED" | "HANDLED" | "CANCELLED";

export interface StepHistory {
  name: string;
  /** That of its newest visit. */
  status: StepStatus;
  visits: Visit[];
  /** It was done by the execution before, whose results were taken over. */
  isTakenOver: boolean;
}

/** A step entered once; a step in a cycle has several. */
export interface Visit {
  visit: number;
  status: StepStatus;
  start: number;
  end: number | null;
  eventId: string;
  /** What the edges carried here. */
  data: Json;
  /** What the tool worked on. */
  inputs: Json;
  attempts: Attempt[];
  iterator: IteratorRun | null;
  saves: Save[];
  vars: JsonMap | null;
  error: string | null;
  /** The edges that were judged when it ended; those of `on_error` if it failed. */
  transitions: Transition[];
  cancelReason: string | null;
}

export interface Attempt {
  attempt: number;
  maxAttempts: number;
  tool: string;
  status: "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED";
  start: number;
  end: number | null;
  worker: string | null;
  /** The execution it waits for. */
  child: string | null;
  result: Kept | null;
  /** What a failed attempt returned all the same. */
  returned: Json;
  error: string | null;
  errorKind: string | null;
  errorCode: string | null;
  trace: string | null;
  /** After its failure: when the next one is due. */
  retryAt: number | null;
}

/** A value, or where it is kept because it is large. */
export type Kept =
  | { kind: "value"; value: Json }
  | { kind: "payload"; name: string; bytes: number; execution: string };

export interface IteratorRun {
  total: number | null;
  /** By their index; empty where only a summary is written. */
  iterations: (Iteration | undefined)[];
  running: number;
  succeeded: number;
  failed: number;
  end: number | null;
}

export interface Iteration {
  index: number;
  item: Json;
  status: "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED";
  start: number;
  end: number | null;
  child: string | null;
  result: Kept | null;
  error: string | null;
}

export interface Save {
  storage: string;
  status: "RUNNING" | "COMPLETED" | "FAILED";
  start: number;
  end: number | null;
  /** The iteration it belongs to; null for the step's own. */
  index: number | null;
  answer: Json;
  error: string | null;
}

export interface EdgeHistory {
  from: string;
  to: string;
  /** Its place among the edges that were judged together. */
  index: number;
  kind: "next" | "error";
  taken: number;
  notTaken: number;
  last: Transition;
}

/** Names an edge of the playbook: the `index`-th of the `kind` edges of step `from`. */
export function edgeKey(from: string, kind: "next" | "error", index: number): string {
  return `${from}|${kind}|${index}`;
}

export const EMPTY: History = {
  events: [],
  entry: "",
  steps: new Map(),
  edges: new Map(),
  workload: null,
  retryOf: null,
  start: null,
  end: null,
  pauses: [],
};
